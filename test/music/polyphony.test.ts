import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import {
  chooseByPolyphony,
  isSteadyPolyphony,
  polyphonyAt,
  polyphonyCounts,
} from '../../src/music/windows/polyphony.ts';
import { windowStyle } from '../../src/music/windows/window-style.ts';
import { packRows } from '../reference/bits.ts';

const logit = (p: number): number => Math.log(p / (1 - p));

/** The chance of each number of sounding cells, by going through all their states. */
function plainChances(probabilities: readonly number[], shares: readonly number[]): number[] {
  const chances = shares.map(() => 0);
  for (let state = 0; state < 2 ** probabilities.length; state++) {
    const on = probabilities.map((_, n) => Math.floor(state / 2 ** n) % 2);
    const voices = on.reduce((sum, bit) => sum + bit, 0);
    if (voices >= chances.length) continue;
    chances[voices]! += probabilities.reduce((product, p, n) => product * (on[n] === 1 ? p : 1 - p), shares[voices]!);
  }
  return chances;
}

describe('voices', () => {
  it('are counted step by step, struck cells apart', () => {
    // Two steps of three pitches: held, then struck.
    const rows = packRows(
      [
        [1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1],
        [1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0],
      ],
      12,
    );
    expect(polyphonyCounts(rows, rows.columns / 6, 3)).toEqual([1, 0, 2, 1]);
  });

  it('are steady where two thirds of the steps have the same number', () => {
    expect(isSteadyPolyphony([1, 0, 2])).toBe(true);
    expect(isSteadyPolyphony([2, 0, 3])).toBe(false);
    expect(isSteadyPolyphony([])).toBe(false);
    expect(isSteadyPolyphony([0])).toBe(false);
  });

  it('are as many as the cells and the habit make likely', () => {
    const probabilities = [0.9, 0.2, 0.6, 0.5, 0.05];
    const cells = Float64Array.from([0, 0, ...probabilities, 0]);
    const counts = [5, 0, 15, 80];
    const chances = plainChances(probabilities, counts);
    const total = chances.reduce((sum, chance) => sum + chance, 0);
    const room = new Float64Array(4);
    for (let quantile = 0; quantile < 1; quantile += 1 / 64) {
      let sum = 0;
      const expected = chances.findIndex((chance) => {
        sum += chance;
        return sum > quantile * total;
      });
      expect(polyphonyAt(cells, 2, 5, counts, quantile, room)).toBe(expected);
    }
    for (const [n, chance] of chances.entries()) expect(room[n]).toBeCloseTo(chance, 12);
    expect(polyphonyAt(Float64Array.of(1, 0, 1, 0), 0, 4, counts, 0.999999, room)).toBe(2);
  });

  it('leave each step its likeliest cells, and strike only what is held', () => {
    const pitches = 3;
    const held = [0.8, 0.7, 0.6, 0.1, 0.2, 0.3];
    const struck = [0.1, 0.99, 0.2, 0.9, 0.9, 0.1];
    const input = Float64Array.from(
      [held.slice(0, 3), struck.slice(0, 3), held.slice(3), struck.slice(3)].flat().map(logit),
    );
    const active = new Uint32Array(12);
    const count = chooseByPolyphony(active, input, pitches, 1, [0, 0, 1], 0.5);
    // Two held a step, 0 and 1, then 1 and 2; Σ struck = 3.19: pitch 1, pitch 1 of the second step, pitch 0 or 2: .1 each.
    expect([...active.subarray(0, count)]).toEqual([0, 1, 3, 4, 7, 8, 10]);
  });
});

describe('what is drawn for a window', () => {
  const training = { transpose: 'to-c', keys: [0, 0, 3, 0, 0, 0, 0, 1, 0, 0, 0, 0] } as const;

  it('is a key of the songs, as often as they have it, and a quantile of its own', () => {
    const styleOf = windowStyle({ training }, seedState('touch'));
    const drawn = Array.from({ length: 400 }, (_, chain) => styleOf(chain));
    const keys = drawn.map(({ semitones }) => semitones);
    expect(new Set(keys)).toEqual(new Set([-2, 5]));
    expect(keys.filter((semitones) => semitones === -2).length).toBeGreaterThan(260);
    expect(keys.filter((semitones) => semitones === -2).length).toBeLessThan(340);
    const quantiles = drawn.map(({ quantile }) => quantile);
    expect(quantiles.reduce((sum, quantile) => sum + quantile, 0) / 400).toBeCloseTo(0.5, 1);
    expect(styleOf(7)).toEqual(drawn[7]);
  });

  it('is the key itself for a model that knows all keys, or does not tell', () => {
    expect(windowStyle({ training: { ...training, transpose: 'none' } }, seedState(1))(0).semitones).toBe(0);
    expect(windowStyle({ training: { transpose: 'to-c' } }, seedState(1))(0).semitones).toBe(0);
  });
});
