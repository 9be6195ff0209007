/**
 * Random notes: a floor that any model should beat.
 *
 * @module
 */
import { atOnce, type InParts } from '../../in-parts.ts';
import { setBit } from '../../math/bits/bit-rows.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey, uniform } from '../../math/random/random.ts';
import { seedState } from '../../math/random/seed-state.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { type RollNote, rollNotes } from '../../roll/roll-notes.ts';
import { bitsPerStep, DEFAULT_PITCHES, pitchCount, silentRoll } from '../../roll/roll-shape.ts';
import { JUDGED_GRID, JUDGED_STEPS } from './judged-roll.ts';

/**
 * Windows with as many notes as the music has on average, each as long as some note of it, anywhere in time and anywhere
 * between its lowest and its highest pitch.
 *
 * @param music - rolls by `judgedRoll`, with at least one note
 * @param count - how many windows
 */
export function randomNotes(music: readonly PianoRoll[], count: number, seed: string | number): PianoRoll[] {
  return atOnce(randomNotesInParts(music, count, seed));
}

/** {@link randomNotes} in parts. */
export function* randomNotesInParts(
  music: readonly PianoRoll[],
  count: number,
  seed: string | number,
): InParts<PianoRoll[]> {
  const notes: RollNote[] = [];
  for (const [r, roll] of music.entries()) {
    for (const bar of rollNotes(roll)) notes.push(bar);
    yield (r + 1) / music.length;
  }
  const steps = music.reduce((sum, roll) => sum + roll.steps, 0);
  const low = notes.reduce((least, { pitch }) => Math.min(least, pitch), DEFAULT_PITCHES.high);
  const high = notes.reduce((most, { pitch }) => Math.max(most, pitch), low);
  const many = Math.round((JUDGED_STEPS * notes.length) / steps);
  const [state, key] = [seedState(seed), new Uint32Array(2)];
  return Array.from({ length: count }, (_, window) => {
    streamKey(key, state, PURPOSE.randomNotes, window, 0);
    const below = (place: number, most: number): number =>
      Math.floor((uniform(key[0] ?? 0, key[1] ?? 0, place) / 4294967296) * most);
    const roll = silentRoll(JUDGED_STEPS, JUDGED_GRID, DEFAULT_PITCHES);
    for (let n = 0; n < many; n++) {
      const pitch = low + below(3 * n, high - low + 1);
      const start = below(3 * n + 1, JUDGED_STEPS);
      addNote(roll, pitch, start, notes[below(3 * n + 2, notes.length)]?.length ?? 1);
    }
    return roll;
  });
}

function addNote({ bits, pitches }: PianoRoll, pitch: number, start: number, length: number): void {
  const width = bitsPerStep(pitches);
  const at = pitch - pitches.low;
  setBit(bits, start * width + pitchCount(pitches) + at);
  for (let step = start; step < Math.min(JUDGED_STEPS, start + length); step++) setBit(bits, step * width + at);
}
