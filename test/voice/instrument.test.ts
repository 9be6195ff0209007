/**
 * Songs played by a voice.
 */
import { describe, expect, it } from 'vitest';
import { openDenseArena } from '../../src/lanes/dense-arena.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { type Instrument, songBlocks } from '../../src/sound/song-blocks.ts';
import { readVoice, writeVoice } from '../../src/voice/files/voice-file.ts';
import { beginNote, createNotePlayer, type NotePlayer, playSamples } from '../../src/voice/generation/note-player.ts';
import { instrumentBytes, voiceInstrument, voicePart } from '../../src/voice/generation/voice-instrument.ts';
import { trainVoice } from '../../src/voice/training/train-voice.ts';
import { createVoiceTrainer, stepVoice } from '../../src/voice/training/voice-trainer.ts';
import { songOf } from '../music/fixture.ts';
import { NOTES, TINY } from './some-voice.ts';

const trainer = createVoiceTrainer(TINY, NOTES, { steps: 300, streams: 2, samples: 64 });
for (let n = 0; n < 300; n++) stepVoice(trainer);
const player = (): NotePlayer => createNotePlayer(trainer.network, trainer.level, 0.4);
const SEED = seedState('play');

/** The beginning of a note of an instrument, as text. */
function beginningOf(instrument: Instrument): string {
  const [part] = instrument(60, 90, 4410, 0);
  const out = new Float64Array(500);
  part!.run(out, 0, 500);
  return out.join();
}

/** The beginning of a note, at a ratio of its frequency. */
function bentNote(ratio: number): Float64Array {
  const part = voicePart(player(), 60, 100, 44100, SEED, 0);
  part.bend(ratio, 0);
  const out = new Float64Array(1000);
  part.run(out, 0, 1000);
  return out;
}

describe('a note of a voice', () => {
  it('is the same in parts, and whatever other notes are played between', () => {
    const note = { pitch: 62, velocity: 90, release: 500 };
    const one = player();
    const whole = new Float32Array(1000);
    playSamples(one, beginNote(one, note, SEED, 3), whole);
    const two = player();
    const [mine, other] = [beginNote(two, note, SEED, 3), beginNote(two, { ...note, pitch: 70 }, SEED, 4)];
    const parts: number[] = [];
    for (const length of [1, 63, 64, 100, 772]) {
      const out = new Float32Array(length);
      playSamples(two, mine, out);
      parts.push(...out);
      playSamples(two, other, new Float32Array(50));
    }
    expect(parts).toEqual([...whole]);
  });

  it('differs by its index', () => {
    const one = player();
    const played = [3, 4].map((index) => {
      const out = new Float32Array(300);
      playSamples(one, beginNote(one, { pitch: 62, velocity: 90, release: 500 }, SEED, index), out);
      return out.join();
    });
    expect(played[0]).not.toBe(played[1]);
  });

  it('ends in silence, without a jump', () => {
    const part = voicePart(player(), 60, 100, 8820, SEED, 0);
    const sound = new Float64Array(part.samples);
    const block = new Float64Array(1024);
    for (let from = 0; from < sound.length; from += 1024) {
      const count = Math.min(1024, sound.length - from);
      part.run(block, from, count);
      sound.set(block.subarray(0, count), from);
    }
    const peak = (from: number, to: number): number =>
      sound.subarray(from, to).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak(0, 8820)).toBeGreaterThan(0.03);
    expect(peak(sound.length - 100, sound.length)).toBeLessThan(0.0005);
    let jump = 0;
    for (let n = 1; n < sound.length; n++) jump = Math.max(jump, Math.abs(sound[n]! - sound[n - 1]!));
    // At 44.1 kHz, a sound of 4 kHz and less moves little from one sample to the next.
    expect(jump).toBeLessThan(0.6 * peak(0, sound.length));
  });

  it('is bent by its channel: an octave up, it is played twice as fast', () => {
    const [plain, bent] = [bentNote(1), bentNote(2)];
    for (let n = 0; n < 500; n++) expect(bent[n]).toBeCloseTo(plain[2 * n]!, 3);
  });
});

describe('voiceInstrument', () => {
  it('plays the same with lanes, by its seed, from what trainVoice gives and a file holds', () => {
    const voice = trainVoice(NOTES, { steps: 20, streams: 2, samples: 64, shape: TINY });
    const read = readVoice(writeVoice(voice));
    const arena = openDenseArena(instrumentBytes(read));
    const plain = beginningOf(voiceInstrument(voice));
    expect(beginningOf(voiceInstrument(read, { arena }))).toBe(plain);
    expect(beginningOf(voiceInstrument(read, { seed: 2 }))).not.toBe(plain);
    expect(() => voiceInstrument(voice, { temperature: 0 })).toThrow(
      expect.objectContaining({ option: 'temperature' }),
    );
  });
});

describe('a song played by a voice', () => {
  const song = songOf([
    { pitch: 60, start: 0 },
    { pitch: 67, start: 48 },
    { pitch: 38, start: 0, channel: 9 },
  ]);
  const sound = (of: typeof song): number[] => {
    const one = player();
    const played: number[] = [];
    const instrument: Parameters<typeof songBlocks>[2] = (pitch, velocity, held, index) => {
      played.push(pitch);
      return [voicePart(one, pitch, velocity, held, SEED, index)];
    };
    const { blocks } = songBlocks(of, 100, instrument);
    const samples: number[] = [];
    for (const { left } of blocks) samples.push(...left);
    expect(played.sort()).toEqual([60, 67]);
    return samples;
  };

  it('is the same each time, has percussion of the synthesiser, and ends', () => {
    const one = sound(song);
    expect(sound(song)).toEqual(one);
    expect(one).not.toEqual(sound({ ...song, notes: song.notes.filter(({ channel }) => channel !== 9) }));
    expect(one.every((sample) => Math.abs(sample) < 4)).toBe(true);
    expect(Math.max(...one.slice(-200).map(Math.abs))).toBeLessThan(0.001);
  });
});
