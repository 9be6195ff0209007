/**
 * Notes from recordings.
 */
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/in-parts.ts';
import type { Song } from '../../src/midi/song.ts';
import { renderSong } from '../../src/sound/render-song.ts';
import { resample } from '../../src/sound/resample.ts';
import { namedNote } from '../../src/voice/data/note-name.ts';
import { pairNotes } from '../../src/voice/data/pair-notes.ts';
import { songOf } from '../music/fixture.ts';

describe('names of files', () => {
  it.each([
    ['C4', 60, 90],
    ['60', 60, 90],
    ['a4', 69, 90],
    ['Bb-1', 10, 90],
    ['piano-F#3-v100', 54, 100],
    ['piano_c#5_vel20', 73, 20],
    ['07 Cello 48', 48, 90],
    ['take 2 G3', 55, 90],
    ['v64-E2', 40, 64],
  ])('%s', (name, pitch, velocity) => {
    expect(namedNote(name)).toEqual({ pitch, velocity });
  });

  it.each(['', 'piano', 'H4', 'C', 'C4x', 'take 200', 'abc4def', 'A9', '-5'])('%j names none', (name) => {
    expect(namedNote(name)).toBeUndefined();
  });
});

describe('a recording of a MIDI file', () => {
  const RATE = 8000;
  const scale = songOf(
    [60, 64, 67, 72, 65, 62].map((pitch, n) => ({ start: 192 * n, length: 160, pitch, velocity: 60 + 10 * n })),
  );

  /** The song played by the synthesiser, later by some seconds. */
  function recording(song: Song, later: number): Float32Array {
    const { left } = renderSong(song);
    const sound = atOnce(resample(left, 44100, RATE));
    const silence = Math.round(Math.abs(later) * RATE);
    if (later < 0) return sound.slice(silence);
    const out = new Float32Array(silence + sound.length);
    out.set(sound, silence);
    return out;
  }

  it.each([0, 0.35, 1.5, -0.01])('is found %d seconds later', (later) => {
    const { notes, offset, missing, together } = pairNotes(scale, recording(scale, later), RATE);
    expect(offset).toBeCloseTo(later, 1);
    expect({ missing, together }).toEqual({ missing: 0, together: 0 });
    expect(notes.map(({ pitch }) => pitch)).toEqual([60, 64, 67, 72, 65, 62]);
    for (const { samples, release } of notes) {
      expect(release / RATE).toBeCloseTo(160 / 192, 2);
      // It begins with its onset: much louder soon after.
      const energy = (from: number, to: number): number =>
        samples.slice(from, to).reduce((sum, sample) => sum + sample * sample, 0);
      expect(energy(160, 320)).toBeGreaterThan(energy(0, 16));
    }
  });

  it('leaves out notes that sound together', () => {
    const chord = { start: 192 * 2, length: 160, pitch: 76, velocity: 80 };
    const song = songOf([...scale.notes, chord].sort((a, b) => a.start - b.start));
    const { notes, together } = pairNotes(song, recording(song, 0.1), RATE);
    expect(together).toBe(2);
    expect(notes.map(({ pitch }) => pitch)).toEqual([60, 64, 72, 65, 62]);
  });

  it.each<[string, Float32Array, RegExp]>([
    [
      'of another song',
      recording(songOf([50, 51, 57, 59].map((pitch, n) => ({ start: 250 * n, length: 200, pitch }))), 0),
      /does not match/,
    ],
    ['of silence', new Float32Array(9 * RATE), /does not match/],
    ['that is empty', new Float32Array(0), /does not match/],
  ])('%s is refused', (_, samples, message) => {
    expect(() => pairNotes(scale, samples, RATE)).toThrow(message);
  });

  it('needs a note that sounds alone', () => {
    const chords = songOf([60, 64, 67].map((pitch) => ({ pitch })));
    expect(() => pairNotes(chords, recording(chords, 0), RATE)).toThrow(/no note sounds alone/);
  });
});
