import { describe, expect, it } from 'vitest';
import { barStart, nextBar } from '../../src/midi/bar-lines.ts';
import type { Song, TimeSignature } from '../../src/midi/song.ts';

function song(...signatures: [tick: number, numerator: number, denominator: number][]): Song {
  const timeSignatures: TimeSignature[] = signatures.map(([tick, numerator, denominator]) => ({
    tick,
    numerator,
    denominator,
  }));
  return {
    format: 0,
    ppq: 96,
    tracks: 1,
    end: 10_000,
    notes: [],
    tempos: [],
    timeSignatures,
    programs: [],
    pedals: [],
  };
}

describe('bar lines', () => {
  it('are four quarter notes apart by default', () => {
    expect([0, 1, 7].map((bar) => barStart(song(), bar))).toEqual([0, 384, 2688]);
    expect([0, 1, 384, 385].map((tick) => nextBar(song(), tick))).toEqual([0, 1, 1, 2]);
  });

  it('follow the time signatures, past the end too', () => {
    const piece = song([0, 3, 4], [576, 6, 8], [1152, 2, 4]);
    expect([0, 1, 2, 3, 4, 5, 100].map((bar) => barStart(piece, bar))).toEqual([
      0,
      288,
      576,
      864,
      1152,
      1344,
      1152 + 96 * 192,
    ]);
    for (let bar = 0; bar < 20; bar++) {
      expect(nextBar(piece, barStart(piece, bar))).toBe(bar);
      expect(nextBar(piece, barStart(piece, bar) + 1)).toBe(bar + 1);
    }
  });

  it('restart at a time signature in the middle of a bar', () => {
    const piece = song([100, 4, 4]);
    expect([0, 1, 2].map((bar) => barStart(piece, bar))).toEqual([0, 100, 484]);
  });

  it('take the last of several time signatures at a tick, and 0/4 for 4/4', () => {
    expect(barStart(song([0, 3, 4], [0, 2, 4]), 1)).toBe(192);
    expect(barStart(song([0, 0, 4]), 1)).toBe(384);
  });
});
