import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addProbabilities, addSamples, createGradient, type Gradient, spillLanes } from '../../src/rbm/gradient.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyMachine } from '../reference/toy.ts';
import { unitsOf } from './fast.ts';

/** Counts in plain arrays, in whole examples. */
interface Counts {
  readonly w: Int32Array;
  readonly bv: Int32Array;
  readonly bh: Int32Array;
}

function countsFor(visible: number, hidden: number): Counts {
  return { w: new Int32Array(visible * hidden), bv: new Int32Array(visible), bh: new Int32Array(hidden) };
}

/** Adds a phase to both. */
function add(gradient: Gradient, counts: Counts, v: readonly number[], h: readonly number[], sign: 1 | -1): void {
  const hidden = counts.bh.length;
  addSamples(gradient, unitsOf(v, counts.bv.length), unitsOf(h, hidden), sign);
  for (const i of v) for (const j of h) counts.w[i * hidden + j] += sign;
  for (const i of v) counts.bv[i] += sign;
  for (const j of h) counts.bh[j] += sign;
}

/** The sums that these counts should be. */
function sumsOf({ w, bv, bh }: Counts): Counts {
  return { w: w.map((n) => 65536 * n), bv: bv.map((n) => 65536 * n), bh: bh.map((n) => 65536 * n) };
}

/** The sums that are. */
function held({ w, bv, bh }: Gradient): Counts {
  return { w, bv, bh };
}

/** Which hidden units of a group of four count up, which down, which neither: the 81 ways, by number. */
function signs(way: number): number[] {
  return [1, 3, 9, 27].map((place) => (Math.floor(way / place) % 3) - 1);
}

/** 0 to `count` − 1, each with this probability. */
function some(count: number, probability: number, next: () => number): number[] {
  return Array.from({ length: count }, (_, n) => n).filter(() => next() < probability);
}

describe('samples in lanes', () => {
  const size = fc.integer({ min: 1, max: 40 });

  it('count as in plain arrays, for any number of hidden units, spilt as often as you like', () => {
    const probability = fc.constantFrom(0, 0.1, 0.5, 1);
    fc.assert(
      fc.property(
        size,
        size,
        fc.integer(),
        probability,
        fc.integer({ min: 1, max: 300 }),
        (visible, hidden, seed, p, n) => {
          const next = mulberry32(seed);
          const gradient = createGradient(toyMachine(visible, hidden, 1));
          const counts = countsFor(visible, hidden);
          for (let example = 0; example < n; example++) {
            add(gradient, counts, some(visible, p, next), some(hidden, p, next), 1);
            add(gradient, counts, some(visible, 0.5, next), some(hidden, 0.5, next), -1);
            if (example % 127 === 126 || next() < 0.02) spillLanes(gradient, hidden);
          }
          spillLanes(gradient, hidden);
          expect(held(gradient)).toEqual(sumsOf(counts));
          spillLanes(gradient, hidden);
          expect(held(gradient)).toEqual(sumsOf(counts));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('hold from −127 to 127 side by side', () => {
    // Of every pattern of signs in the four lanes of a word: with 81 visible units, each has one.
    const gradient = createGradient(toyMachine(81, 9, 1));
    const counts = countsFor(81, 9);
    for (let i = 0; i < 81; i++) {
      for (const sign of [1, -1] as const) {
        const lanes = [0, 1, 2, 3].filter((lane) => signs(i)[lane] === sign);
        const hidden = lanes.flatMap((lane) => [lane, lane + 4]).sort((a, b) => a - b);
        for (let example = 0; example < 127; example++) add(gradient, counts, [i], hidden, sign);
      }
    }
    expect([Math.min(...counts.w), Math.max(...counts.w)]).toEqual([-127, 127]);
    spillLanes(gradient, 9);
    expect(held(gradient)).toEqual(sumsOf(counts));
  });

  it('leave nothing behind where the phases are equal', () => {
    const gradient = createGradient(toyMachine(10, 6, 1));
    const counts = countsFor(10, 6);
    add(gradient, counts, [1, 4, 9], [0, 5], 1);
    add(gradient, counts, [1, 4, 9], [0, 5], -1);
    spillLanes(gradient, 6);
    expect(held(gradient)).toEqual(sumsOf(countsFor(10, 6)));
    expect(gradient.lanes.every((word) => word === 0) && gradient.touched.every((mark) => mark === 0)).toBe(true);
  });
});

describe('probabilities', () => {
  it('are added, beside what the lanes hold', () => {
    const gradient = createGradient(toyMachine(3, 5, 1));
    addSamples(gradient, unitsOf([0, 2], 3), unitsOf([1, 4], 5), 1);
    addProbabilities(gradient, unitsOf([0, 1], 3), Int32Array.of(1, 2, 3, 4, 5), 1);
    addProbabilities(gradient, unitsOf([1], 3), Int32Array.of(-10, 0, 0, 0, -65536), -1);
    spillLanes(gradient, 5);
    const one = 65536;
    expect([...gradient.w]).toEqual([1, 2 + one, 3, 4, 5 + one, -9, 2, 3, 4, 5 - one, 0, one, 0, 0, one]);
    expect([...gradient.bv]).toEqual([2 * one, 0, one]);
    expect([...gradient.bh]).toEqual([-9, 2 + one, 3, 4, 5]);
  });
});
