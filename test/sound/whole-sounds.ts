/**
 * Parts of the synthesiser for a whole sound at once, to measure them or to compare the block-by-block ways with them.
 */
import { drumPart } from '../../src/sound/instruments/drum.ts';
import { type Tone, toneParts } from '../../src/sound/instruments/tone.ts';
import { Power } from '../../src/sound/loudness.ts';
import { Reverb } from '../../src/sound/reverb.ts';
import { type Sound, sliceSound } from '../../src/sound/sound.ts';
import { addSamples, BLOCK, type VoicePart } from '../../src/sound/voices/voice-part.ts';

/** The ranges of a sound's samples, block by block. */
function blocks(length: number): [from: number, to: number][] {
  return Array.from({ length: Math.ceil(Math.max(0, length) / BLOCK) }, (_, n) => [
    n * BLOCK,
    Math.min(length, (n + 1) * BLOCK),
  ]);
}

/** Adds a whole part to a sound. What would sound beyond the sound's end is lost. */
function addVoicePart(sound: Sound, start: number, part: VoicePart): void {
  const samples = Math.min(part.samples, sound.left.length - start);
  for (const [from, to] of blocks(samples)) addSamples(sound, start + from, part, from, to - from, part.pan, 1);
}

/** Adds a tone whose key goes down at sample `start` and comes up `held` samples later. */
export function addTone(sound: Sound, start: number, held: number, tone: Tone): void {
  for (const part of toneParts(tone, held)) addVoicePart(sound, start, part);
}

/** Adds a hit whose first sample is `start`. */
export function addDrum(sound: Sound, start: number, pitch: number, velocity: number): void {
  addVoicePart(sound, start, drumPart(start, pitch, velocity));
}

/** Adds the echoes of a small hall, of amplitude `share`. */
export function addReverb(sound: Sound, share: number): void {
  const hall = new Reverb(share);
  for (const [from, to] of blocks(sound.left.length)) hall.add(sliceSound(sound, from, to), false);
}

/** The root of the mean square, of both channels; 0 for no samples. */
export function rmsOf(sound: Sound): number {
  const power = new Power();
  power.add(sound);
  return power.rms;
}
