import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sigmoid } from '../../src/math/functions/sigmoid.ts';
import { createPhases, keepProbabilities, keepSamples, type Phases } from '../../src/rbm/training/phases.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyMachine } from '../reference/toy.ts';
import { type FastGradient, gradientOf, unitsOf } from './fast.ts';

/** Counts in plain arrays. */
function countsFor(visible: number, hidden: number): FastGradient {
  return { w: new Int32Array(visible * hidden), bv: new Int32Array(visible), bh: new Int32Array(hidden) };
}

/** Counts a phase: what each hidden unit counts for, in units of 2⁻¹⁶. */
function count(counts: FastGradient, v: readonly number[], values: readonly number[], sign: 1 | -1): void {
  for (const i of v) {
    counts.bv[i] += sign * 65536;
    for (const [j, value] of values.entries()) counts.w[i * values.length + j] += sign * value;
  }
  for (const [j, value] of values.entries()) counts.bh[j] += sign * value;
}

/** Keeps one phase of samples, and counts it. */
function keep(
  phases: Phases,
  counts: FastGradient,
  example: number,
  v: readonly number[],
  h: readonly number[],
  sign: 1 | -1,
): void {
  const phase = sign === 1 ? example : phases.positives + example;
  keepSamples(phases, phase, unitsOf(v, counts.bv.length), unitsOf(h, counts.bh.length));
  const on = new Set(h);
  const values = Array.from(counts.bh, (_, j) => (on.has(j) ? 65536 : 0));
  count(counts, v, values, sign);
}

/** 0 to `count` − 1, each with this probability. */
function some(units: number, probability: number, next: () => number): number[] {
  return Array.from({ length: units }, (_, n) => n).filter(() => next() < probability);
}

/** Which of three hidden units count up, which down, which neither: the 27 ways, by number. */
function signs(way: number): number[] {
  return [1, 3, 9].map((place) => (Math.floor(way / place) % 3) - 1);
}

describe('the gradient of samples', () => {
  const size = fc.integer({ min: 1, max: 40 });

  it('is what plain arrays count, for any size, in lanes and without, and for batches that are not full', () => {
    const probability = fc.constantFrom(0, 0.1, 0.5, 1);
    const examples = fc.constantFrom(1, 2, 9, 100, 127, 128, 300);
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer(),
        probability,
        examples,
        fc.boolean(),
        (visible, hidden, seed, p, n, full) => {
          const next = mulberry32(seed);
          const rbm = toyMachine(visible, hidden, 1);
          const phases = createPhases(rbm, full ? n : n + 3, 'samples');
          const counts = countsFor(visible, hidden);
          for (let example = 0; example < n; example++) {
            keep(phases, counts, example, some(visible, p, next), some(hidden, p, next), 1);
            keep(phases, counts, example, some(visible, 0.5, next), some(hidden, 0.5, next), -1);
          }
          expect(gradientOf(rbm, phases, n)).toEqual(counts);
          // Whatever has been in the room before does not matter.
          const again = countsFor(visible, hidden);
          keep(phases, again, 0, some(visible, p, next), some(hidden, p, next), 1);
          keep(phases, again, 0, some(visible, p, next), some(hidden, p, next), -1);
          expect(gradientOf(rbm, phases, 1)).toEqual(again);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds from −127 to 127 side by side', () => {
    // Every pattern of signs in three neighbouring lanes, beside every other: 729 visible units, each has one.
    const rbm = toyMachine(729, 6, 1);
    const phases = createPhases(rbm, 127, 'samples');
    expect(phases.lanes).toBe(6);
    const counts = countsFor(729, 6);
    // What hidden units the two phases have on is the same for all visible units; which of these are on is not.
    const patterns = Array.from({ length: 729 }, (_, i) => [...signs(i % 27), ...signs(Math.floor(i / 27))]);
    for (let example = 0; example < 127; example++) {
      const lane = example % 6;
      for (const sign of [1, -1] as const) {
        keep(
          phases,
          counts,
          example,
          patterns.flatMap((p, i) => (p[lane] === sign ? [i] : [])),
          [lane],
          sign,
        );
      }
    }
    expect(gradientOf(rbm, phases, 127)).toEqual(counts);
  });

  it.each([127, 128])('reaches %d each way', (n) => {
    const rbm = toyMachine(3, 7, 1);
    const phases = createPhases(rbm, n, 'samples');
    const counts = countsFor(3, 7);
    for (let example = 0; example < n; example++) {
      keep(phases, counts, example, [0, 1], [0, 2, 4, 6], 1);
      keep(phases, counts, example, [1, 2], [1, 2, 5, 6], -1);
    }
    const gradient = gradientOf(rbm, phases, n);
    expect(gradient).toEqual(counts);
    expect([Math.min(...gradient.w), Math.max(...gradient.w)]).toEqual([-65536 * n, 65536 * n]);
  });

  it('leaves nothing where the phases are equal', () => {
    const rbm = toyMachine(10, 6, 1);
    const phases = createPhases(rbm, 1, 'samples');
    const counts = countsFor(10, 6);
    keep(phases, counts, 0, [1, 4, 9], [0, 5], 1);
    keep(phases, counts, 0, [1, 4, 9], [0, 5], -1);
    expect(gradientOf(rbm, phases, 1)).toEqual(countsFor(10, 6));
  });
});

describe('the gradient of probabilities', () => {
  it('is what plain arrays count', () => {
    const next = mulberry32(5);
    for (const [visible, hidden, n] of [
      [5, 3, 1],
      [20, 7, 9],
      [11, 50, 200],
    ]) {
      const rbm = toyMachine(visible, hidden, 1);
      const phases = createPhases(rbm, n, 'probabilities');
      const counts = countsFor(visible, hidden);
      for (let example = 0; example < n; example++) {
        for (const sign of [1, -1] as const) {
          const v = some(visible, 0.4, next);
          const input = Float64Array.from({ length: hidden }, () => 12 * next() - 6);
          keepProbabilities(phases, sign === 1 ? example : n + example, unitsOf(v, visible), input);
          count(
            counts,
            v,
            Array.from(input, (a) => Math.round(65536 * sigmoid(a))),
            sign,
          );
        }
      }
      expect(gradientOf(rbm, phases, n)).toEqual(counts);
    }
  });
});
