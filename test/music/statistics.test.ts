import { describe, expect, it } from 'vitest';
import { setBit } from '../../src/math/bits/bit-rows.ts';
import { isChord, rollStatistics } from '../../src/music/evaluate/statistics.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';

const classes = (...pitches: number[]): number => pitches.reduce((set, pitch) => set | (1 << (pitch % 12)), 0);

function rollOf(steps: readonly (readonly number[])[]): PianoRoll {
  const roll = {
    bits: new Uint32Array(5 * steps.length),
    steps: steps.length,
    grid: 4,
    pitches: { low: 24, high: 101 },
  };
  for (const [step, pitches] of steps.entries())
    for (const pitch of pitches) setBit(roll.bits, step * 156 + pitch - 24);
  return roll;
}

describe('isChord', () => {
  it('knows triads in every key, seventh chords, and three notes of one', () => {
    for (let root = 0; root < 12; root++) {
      for (const chord of [
        [0, 4, 7],
        [0, 3, 7],
        [0, 3, 6],
        [0, 4, 8],
        [0, 4, 7, 10],
        [0, 4, 7, 11],
        [0, 3, 7, 10],
        [0, 4, 10],
      ]) {
        expect(isChord(classes(...chord.map((interval) => root + interval)))).toBe(true);
      }
    }
  });

  it('does not take for chords: silence, one or two notes, clusters, suspensions', () => {
    for (const pitches of [[], [0], [0, 7], [0, 1, 2], [0, 5, 7], [0, 2, 4, 7]])
      expect(isChord(classes(...pitches))).toBe(false);
  });
});

describe('rollStatistics', () => {
  it('counts by hand', () => {
    const roll = rollOf([[60, 64, 67], [60, 61], [], [48, 60, 64, 67]]);
    expect(rollStatistics([roll])).toEqual({ steps: 4, soundingSteps: 3, notesPerStep: 9 / 4, chordShare: 2 / 3 });
  });

  it('of nothing is 0', () => {
    expect(rollStatistics([])).toEqual({ steps: 0, soundingSteps: 0, notesPerStep: 0, chordShare: 0 });
  });
});
