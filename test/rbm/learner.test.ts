/**
 * Many batches learnt by the fast kernels and by the plain twins, to the same bits.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { type PackedWeights, packWeights, repackAll } from '../../src/rbm/packed/packed-weights.ts';
import { copyRbm, createRbm, fillWeights, type Rbm, type Reals } from '../../src/rbm/rbm.ts';
import type { HiddenStatistics } from '../../src/rbm/training/phases.ts';
import { createPlainLearner } from '../../src/rbm/training/plain-learner.ts';
import type { UpdateOptions, Velocity } from '../../src/rbm/training/update.ts';
import { onesOf, packRows } from '../reference/bits.ts';
import { plainContrast, plainGradient } from '../reference/contrast.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyMachine, toyRows } from '../reference/toy.ts';
import { trainingUniforms } from '../reference/uniforms.ts';
import { plainUpdate } from '../reference/update.ts';

const seed = seedState('learner');

/** What is to be the same however it was learnt: digests of bytes, since lists of 100,000 numbers are slow to compare. */
interface Learnt {
  readonly rbm: string[];
  /** Of each batch. */
  readonly wrong: readonly number[];
  /** Zeros where there is no momentum: it is not kept then. */
  readonly velocity: string[];
  readonly packed: string[];
}

function digest(numbers: Reals | Float64Array): string {
  return createHash('sha256').update(numbers).digest('hex');
}

function digests({ w, bv, bh }: Velocity): string[] {
  return [w, bv, bh].map(digest);
}

function copies({ toVisible, toHidden, biases, l1Bounds }: PackedWeights): string[] {
  return [toVisible, toHidden, biases, l1Bounds].map(digest);
}

function zerosLike({ w, bv, bh }: Rbm): Velocity {
  return { w: w.map(() => 0), bv: bv.map(() => 0), bh: bh.map(() => 0) };
}

/** The rows of each batch, and epochs from 3 on. */
function ordersOf(batch: number, batches: number, rows: number): Uint32Array[] {
  const next = mulberry32(batch);
  return Array.from({ length: batches }, () => Uint32Array.from({ length: batch + 2 }, () => next() * rows));
}

/** Learns `batches` batches both ways, drawn from all rows. */
function learnBoth(
  start: Rbm,
  rows: readonly (readonly number[])[],
  batch: number,
  batches: number,
  { cd, statistics }: { readonly cd: number; readonly statistics: HiddenStatistics },
  step: UpdateOptions,
): [fast: Learnt, plain: Learnt, rbm: Rbm] {
  const orders = ordersOf(batch, batches, rows.length);

  const learner = createPlainLearner(copyRbm(start), seed, batch, statistics, 0);
  const { rbm, packed } = learner.sampler;
  const packedRows = packRows(rows, start.visible, 5, 1);
  const wrong = orders.map((order, b) => learner.learn(packedRows, order, 1, batch + 1, { cd, epoch: 3 + b }, step));
  const fast = { rbm: digests(rbm), wrong, velocity: digests(learner.velocity), packed: copies(packed) };

  const plain = copyRbm(start);
  const velocity = zerosLike(plain);
  const gradient = plainGradient(plain);
  const plainlyWrong = orders.map((order, b) => {
    const uniforms = trainingUniforms(seed, 3 + b);
    let sum = 0;
    for (const row of order.subarray(1, batch + 1)) {
      const rebuilt = new Set(plainContrast(gradient, plain, onesOf(rows[row]), cd, statistics, uniforms, row));
      sum += rows[row].filter((bit, i) => bit !== Number(rebuilt.has(i))).length;
    }
    plainUpdate(plain, velocity, gradient, batch, step);
    return sum;
  });
  const kept = digests(step.momentum === 0 ? zerosLike(plain) : velocity);
  const anew = { ...packWeights(plain, 1), finest: packed.scale };
  repackAll({ packed: anew, rbm: plain });
  return [fast, { rbm: digests(plain), wrong: plainlyWrong, velocity: kept, packed: copies(anew) }, rbm];
}

const bare: UpdateOptions = { rate: 0.3, momentum: 0, decay: 0 };
const STEPS: readonly UpdateOptions[] = [
  bare,
  { rate: 0.2, momentum: 0.7, decay: 0 },
  { rate: 0.2, momentum: 0, decay: 0.02 },
  { rate: 0.1, momentum: 0.9, decay: 0.001 },
];
const KINDS = ['samples', 'probabilities'] as const;

describe('learning in batches gives the same bits as the plain twin', () => {
  it.each(KINDS)('for 1 to 70 hidden units: %s', (statistics) => {
    for (let hidden = 1; hidden <= 70; hidden++) {
      const visible = 21 + ((5 * hidden) % 17);
      const cd = hidden % 5 === 0 ? 3 : 1;
      const rows = toyRows(12, visible, hidden, 0.3);
      const steps = STEPS.filter((_, n) => n === 0 || n === 1 + (hidden % 3));
      for (const step of steps) {
        const [fast, plain] = learnBoth(toyMachine(visible, hidden, hidden), rows, 9, 4, { cd, statistics }, step);
        expect(fast).toEqual(plain);
      }
    }
  });

  const l1Bounds = [1, 9, 100, 127, 128, 300].flatMap((batch) => KINDS.map((statistics) => ({ batch, statistics })));
  it.each(l1Bounds)('for batches of $batch: $statistics', ({ batch, statistics }) => {
    const batches = batch < 10 ? 30 : 2;
    for (const [n, [visible, hidden]] of [
      [61, 50],
      [64, 64],
      [129, 13],
    ].entries()) {
      const rows = toyRows(40, visible, n, 0.2);
      const cd = n === 2 ? 3 : 1;
      for (const step of [bare, STEPS[1 + n]]) {
        const [fast, plain] = learnBoth(toyMachine(visible, hidden, n), rows, batch, batches, { cd, statistics }, step);
        expect(fast).toEqual(plain);
      }
    }
  });

  it.each([1, 127, 128, 381])('where all of %d examples teach the same, either way', (batch) => {
    for (const hidden of [1, 4, 7, 50]) {
      const visible = 33;
      const rbm = createRbm(visible, hidden);
      rbm.bh.fill(60);
      // What the data have on, reconstructions have off, and the other way round.
      const row = Array.from({ length: visible }, (_, i) => Math.floor(i / 3) % 2);
      for (let i = 0; i < visible; i++) rbm.bv[i] = row[i] === 1 ? -60 : 60;
      for (const step of [{ ...bare, rate: 1 }, STEPS[3]]) {
        const [fast, plain, { w }] = learnBoth(rbm, [row], batch, 2, { cd: 1, statistics: 'samples' }, step);
        expect(fast).toEqual(plain);
        expect(Math.min(...w.map((x) => Math.abs(x)))).toBeGreaterThan(0.1);
        expect(w.every((x, n) => x > 0 === (row[Math.floor(n / hidden)] === 1))).toBe(true);
      }
    }
  });

  it('at the size of music', () => {
    const rbm = createRbm(2340, 50);
    fillWeights(rbm, seed, 0.01, 1);
    const rows = toyRows(30, 2340, 5, 0.035);
    const [counted, plainly] = learnBoth(rbm, rows, 100, 2, { cd: 1, statistics: 'samples' }, { ...bare, rate: 0.05 });
    expect(counted).toEqual(plainly);
    const [fast, plain] = learnBoth(rbm, rows, 9, 3, { cd: 1, statistics: 'probabilities' }, STEPS[3]);
    expect(fast).toEqual(plain);
  });

  it.each(KINDS)('where nothing is packed, for 1,025 and 1,026 hidden units: %s', (statistics) => {
    const rows = toyRows(12, 21, 6, 0.3);
    for (const hidden of [1025, 1026]) {
      const rbm = toyMachine(21, hidden, 7);
      rbm.w[3] = -0;
      for (const step of STEPS) {
        const [fast, plain] = learnBoth(rbm, rows, 5, 3, { cd: 2, statistics }, step);
        expect(fast).toEqual(plain);
      }
    }
  });

  it('where parameters are so large that sums cannot be packed', () => {
    for (const large of [1000, 1e30]) {
      const rbm = toyMachine(65, 11, 4);
      rbm.w.fill(large, 100, 130);
      rbm.bv[3] = -large;
      const [fast, plain] = learnBoth(rbm, toyRows(20, 65, 5), 9, 10, { cd: 1, statistics: 'samples' }, bare);
      // With parameters like these nothing can be packed, nor is it looked at.
      expect({ ...fast, packed: 0 }).toEqual({ ...plain, packed: 0 });
    }
  });
});
