/**
 * Persistent chains and the centred update: the same bits as the plain twin, and on tiny machines what is true.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { packWeights } from '../../src/rbm/packed/packed-weights.ts';
import { copyRbm, createRbm, type Rbm } from '../../src/rbm/rbm.ts';
import { bitRowsOf } from '../../src/rbm/training/persistent-chains.ts';
import type { HiddenStatistics } from '../../src/rbm/training/phases.ts';
import { createPlainLearner, type PlainLearner } from '../../src/rbm/training/plain-learner.ts';
import type { UpdateOptions } from '../../src/rbm/training/update.ts';
import { addToAverage, createAverage, takeAverage } from '../../src/rbm/training/weight-average.ts';
import { denseRow, packRows } from '../reference/bits.ts';
import { exactGradient, logLikelihood } from '../reference/enumeration.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { plainLearnPersistently, plainPersistent } from '../reference/persistent.ts';
import { toyMachine, toyRows } from '../reference/toy.ts';

const seed = seedState('persistent');
const MOST_IN_A_BATCH = 130;
const bare: UpdateOptions = { rate: 0.3, momentum: 0, decay: 0, sparsity: 0 };

/** A learner of rows of 0 and 1. */
function learnerOf(
  rbm: Rbm,
  rows: readonly (readonly number[])[],
  chains: number,
  centred: boolean,
  statistics: HiddenStatistics = 'probabilities',
): PlainLearner {
  const centredOn = centred ? packRows(rows, rbm.visible) : undefined;
  return createPlainLearner(rbm, seed, MOST_IN_A_BATCH, statistics, chains, centredOn);
}

function learn(
  learner: PlainLearner,
  rows: readonly (readonly number[])[],
  batches: readonly (readonly number[])[],
  step: UpdateOptions,
  cd = 1,
): void {
  const packed = packRows(rows, learner.sampler.rbm.visible, 3, 1);
  for (const [epoch, batch] of batches.entries()) {
    const order = Uint32Array.from([0, ...batch]);
    learner.learn(packed, order, 1, order.length, { cd, epoch }, step);
  }
}

function batchesOf(size: number, count: number, rows: number): number[][] {
  const next = mulberry32(size);
  return Array.from({ length: count }, () => Array.from({ length: size }, () => Math.floor(next() * rows)));
}

const CASES = [
  { visible: 21, hidden: 5, batch: 4, chains: 3, cd: 1, step: bare },
  { visible: 33, hidden: 13, batch: 9, chains: 16, cd: 2, step: { ...bare, momentum: 0.7, decay: 0.01 } },
  { visible: 64, hidden: 64, batch: 130, chains: 128, cd: 1, step: { ...bare, sparsity: 0.4 } },
  { visible: 5, hidden: 1, batch: 1, chains: 300, cd: 1, step: { ...bare, momentum: 0.2, sparsity: 1, decay: 0.3 } },
];

describe('learning with persistent chains', () => {
  const kinds = CASES.flatMap((size) =>
    (['probabilities', 'samples'] as const).flatMap((statistics) =>
      [true, false].map((centred) => ({ size, statistics, centred })),
    ),
  );
  it.each(kinds)(
    '$size.visible × $size.hidden, batches of $size.batch, $size.chains chains, $statistics, centred: $centred: the plain bits',
    ({ size: { visible, hidden, batch, chains, cd, step }, statistics, centred }) => {
      const rows = toyRows(20, visible, hidden, 0.3);
      const start = toyMachine(visible, hidden, batch, 0.7);
      const batches = batchesOf(batch, 5, rows.length);
      const fast = learnerOf(copyRbm(start), rows, chains, centred, statistics);
      learn(fast, rows, batches, step, cd);
      const plain = plainPersistent(copyRbm(start), rows, chains, centred, seed);
      for (const [epoch, rowsOf] of batches.entries()) {
        plainLearnPersistently(plain, rows, rowsOf, cd, statistics, epoch, seed, step);
      }
      const { sampler, velocity } = fast;
      expect(sampler.rbm).toEqual(plain.rbm);
      expect(sampler.rbm.w).not.toEqual(start.w);
      expect(velocity).toMatchObject(plain.velocity);
      expect([...fast.offsets.hidden]).toEqual(plain.lambda);
      expect(fast.chains.map((chain) => Array.from(chain.visible.active.subarray(0, chain.visible.count)))).toEqual(
        plain.chains,
      );
      expect(sampler.packed).toEqual(packWeights(plain.rbm, 1));
    },
  );

  it('does not depend on the order of a batch', () => {
    const rows = toyRows(9, 30, 1);
    const [one, other] = [0, 1].map(() => learnerOf(toyMachine(30, 7, 1), rows, 6, true));
    learn(one, rows, [[1, 5, 3, 8]], bare);
    learn(other, rows, [[8, 3, 1, 5]], bare);
    expect(other.sampler.rbm).toEqual(one.sampler.rbm);
  });

  it('moves each chain alike however many there are', () => {
    const rows = toyRows(9, 30, 1);
    const still = { ...bare, rate: 0 };
    const [few, many] = [2, 11].map((count) => learnerOf(toyMachine(30, 7, 1), rows, count, true));
    for (const learner of [few, many]) learn(learner, rows, batchesOf(3, 4, 9), still, 3);
    const [fewRows, manyRows] = [few, many].map(({ chains }) => bitRowsOf(chains, 30));
    for (const c of [0, 1]) expect(denseRow(manyRows, c)).toEqual(denseRow(fewRows, c));
    expect(denseRow(manyRows, 7)).not.toEqual(denseRow(manyRows, 8));
  });
});

describe('on machines small enough to enumerate', () => {
  it.each([true, false])(
    'the mean step is the gradient of the log-likelihood, in its coordinates: centred %s',
    (centred) => {
      const rows = toyRows(6, 5, 4, 0.4);
      const start = toyMachine(5, 3, 3, 0.8);
      // So small a rate moves no float32; what a step would have been is in the velocity. That is kept where there is momentum, and
      // this little of it adds nothing.
      const rate = 1e-12;
      const momentum = 1e-30;
      const learner = learnerOf(copyRbm(start), rows, 50, centred);
      const { velocity, sampler } = learner;
      const mean = { w: start.w.map(() => 0), bv: start.bv.map(() => 0), bh: start.bh.map(() => 0) };
      const updates = 4000;
      for (let n = 0; n < updates; n++) {
        learn(learner, rows, [[0, 1, 2, 3, 4, 5]], { ...bare, rate, momentum });
        for (const part of ['w', 'bv', 'bh'] as const) {
          for (const [k, step] of velocity[part].entries()) mean[part][k] += step / rate / updates;
        }
      }
      expect(sampler.rbm).toEqual(start);
      const { w, bv, bh } = exactGradient(start, rows);
      const mu = learner.offsets.visible;
      // λ has come to rest at the data's mean of h; it moved over the first thousand updates only.
      const lambda = learner.offsets.hidden;
      const slopes = w.map(
        (slope, n) => slope - mu[Math.floor(n / 3)] * bh[n % 3] - bv[Math.floor(n / 3)] * lambda[n % 3],
      );
      for (const [n, slope] of slopes.entries()) expect(mean.w[n]).toBeCloseTo(slope, 1.7);
      for (const [i, slope] of bv.entries()) {
        const explained = lambda.reduce((sum, l, j) => sum + slopes[3 * i + j] * l, 0);
        expect(mean.bv[i]).toBeCloseTo(slope - explained, 1.7);
      }
      for (const [j, slope] of bh.entries()) {
        const explained = mu.reduce((sum, m, i) => sum + m * slopes[3 * i + j], 0);
        expect(mean.bh[j]).toBeCloseTo(slope - explained, 1.7);
      }
    },
  );

  it.each([true, false])(
    'learns four rows nearly by heart, and the mean machine knows them best: centred %s',
    (centred) => {
      const patterns = [
        [1, 1, 0, 0, 0, 0],
        [0, 0, 1, 1, 0, 0],
        [0, 0, 0, 0, 1, 1],
        [1, 0, 1, 0, 1, 0],
      ];
      const rbm = createRbm(6, 6);
      rbm.w.set(toyMachine(6, 6, 1, 0.01).w);
      const learner = learnerOf(rbm, patterns, 100, centred);
      const average = createAverage({ rbm });
      const before = logLikelihood(rbm, patterns);
      let late = 0;
      for (let n = 0; n < 3000; n++) {
        learn(learner, patterns, [[0, 1, 2, 3]], { ...bare, rate: 0.1 });
        if (n < 2000) continue;
        addToAverage(average, { rbm });
        if (n % 100 === 99) late += logLikelihood(rbm, patterns) / 10;
      }
      takeAverage(rbm, average);
      const after = logLikelihood(rbm, patterns);
      expect(before).toBeCloseTo(-6 * Math.log(2), 1);
      expect(after).toBeGreaterThan(late);
      // None can know them better than −log 4.
      expect(after).toBeGreaterThan(-Math.log(4) - 0.35);
      expect(after).toBeLessThan(-Math.log(4));
    },
  );

  it('sparsity leaves hidden units on less often', () => {
    const rows = toyRows(12, 8, 2, 0.5);
    const activity = [0, 2].map((sparsity) => {
      const learner = learnerOf(toyMachine(8, 5, 1, 0.1), rows, 20, true);
      for (let n = 0; n < 300; n++) learn(learner, rows, [[0, 1, 2, 3, 4, 5, 6, 7]], { ...bare, rate: 0.1, sparsity });
      return learner.offsets.hidden.reduce((sum, mean) => sum + mean, 0) / 5;
    });
    expect(activity[0]).toBeGreaterThan(0.35);
    expect(activity[1]).toBeLessThan(0.2);
  });
});
