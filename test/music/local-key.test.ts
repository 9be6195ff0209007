import { describe, expect, it } from 'vitest';
import type { Note, Song } from '../../src/index.ts';
import { continueSong } from '../../src/music/songs/continue-song.ts';
import { fillBars } from '../../src/music/songs/fill-bars.ts';
import { harmonise } from '../../src/music/songs/harmonise.ts';
import { parseKey } from '../../src/music/theory/key-name.ts';
import { localKey } from '../../src/music/theory/local-key.ts';
import { MODEL, newNotes, songOf } from './fixture.ts';

const QUICK = { gibbs: 6 };
const MAJOR = [0, 2, 4, 5, 7, 9, 11];

/** A quarter note for each pitch, over and over. */
function tune(pitches: readonly number[], quarters: number, from = 0): Partial<Note>[] {
  return Array.from({ length: quarters }, (_, n) => {
    return { start: (from + n) * 96, pitch: pitches[n % pitches.length] ?? 60 };
  });
}

function scale(tonic: number): number[] {
  return MAJOR.map((degree) => tonic + degree);
}

function signed(song: Song, sharps: number, tick = 0): Song {
  return { ...song, keySignatures: [{ tick, track: 0, sharps, minor: false }] };
}

/** The share of notes that belong to a major scale. */
function share(notes: readonly Note[], tonic: number): number {
  return notes.filter(({ pitch }) => MAJOR.includes((pitch - tonic + 144) % 12)).length / notes.length;
}

/** C, D, F, G, A: it suits C, F and B flat major. */
const PENTATONIC = [60, 62, 65, 67, 69];

describe('where the notes suit several keys', () => {
  const song = songOf(tune(PENTATONIC, 32));

  it.each([
    [-1, 5],
    [-2, 10],
    [0, 0],
    // No scale of two sharps has F or C.
    [2, 0],
  ])('the key signature decides: %i sharps make it %i', (sharps, tonic) => {
    expect(localKey(signed(song, sharps), song.notes, 0)).toBe(tonic);
  });

  it('so it does where a few notes are foreign to it, and not where many are', () => {
    const few = songOf([...tune(PENTATONIC, 48), { start: 48 * 96, pitch: 71 }]);
    const many = songOf([...tune(PENTATONIC, 16), ...tune([71], 4, 16)]);
    expect(localKey(signed(few, -1), few.notes, 0)).toBe(5);
    expect(localKey(signed(many, -1), many.notes, 0)).toBe(0);
  });

  it('the last signature up to there holds, of several at one tick the last', () => {
    const keySignatures = [0, 0, 500].map((tick, n) => ({ tick, track: 0, sharps: [0, -1, -2][n] ?? 0, minor: false }));
    expect(localKey({ ...song, keySignatures }, song.notes, 0)).toBe(5);
    expect(localKey({ ...song, keySignatures }, song.notes, 500)).toBe(10);
  });

  it('without a signature the rest of the song does, then the lowest', () => {
    expect(localKey(song, song.notes, 0)).toBe(0);
    const whole = songOf([...tune(PENTATONIC, 32), ...tune(scale(65), 32, 32)]);
    expect(localKey(whole, whole.notes.slice(0, 32), 0)).toBe(5);
  });

  it('harmonise, continue and fill play in it', () => {
    const flat = signed(song, -1);
    for (const after of [
      harmonise(MODEL, flat, QUICK),
      continueSong(MODEL, flat, QUICK),
      fillBars(MODEL, flat, { ...QUICK, firstBar: 3, lastBar: 6 }),
    ]) {
      expect(share(newNotes(flat, after), 5)).toBeGreaterThan(0.9);
      expect(newNotes(flat, after).filter(({ pitch }) => pitch % 12 === 11)).toEqual([]);
    }
  });
});

describe('where the key changes', () => {
  // 24 bars of C major, then eight of D flat major.
  const song = songOf([...tune(scale(60), 96), ...tune(scale(61), 32, 96)]);

  it('continue goes on in the last one', () => {
    expect(share(newNotes(song, continueSong(MODEL, song, QUICK)), 1)).toBeGreaterThan(0.9);
    expect(share(newNotes(song, continueSong(MODEL, song, { ...QUICK, key: 'C' })), 0)).toBeGreaterThan(0.9);
  });

  it('fill plays in the one around its bars', () => {
    expect(share(newNotes(song, fillBars(MODEL, song, { ...QUICK, firstBar: 8, lastBar: 11 })), 0)).toBeGreaterThan(
      0.9,
    );
    expect(share(newNotes(song, fillBars(MODEL, song, { ...QUICK, firstBar: 29, lastBar: 32 })), 1)).toBeGreaterThan(
      0.9,
    );
  });
});

it('the requested key is the detected key, in its octave too', () => {
  const names = ['C', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'G', 'Ab', 'A', 'Bb', 'B'];
  for (const name of names) {
    const song = songOf(tune(scale(60 + parseKey(name)), 32));
    expect(newNotes(song, continueSong(MODEL, song, { ...QUICK, key: name }))).toEqual(
      newNotes(song, continueSong(MODEL, song, QUICK)),
    );
  }
});
