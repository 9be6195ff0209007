/**
 * Where sums of 16 bits end: lanes take a coarser scale, or leave the machine to the plain kernels, and no decision changes.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { createRbm, type Rbm } from '../../src/rbm/rbm.ts';
import { createChain, type GibbsChain, startFromNoise } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { createLearner } from '../../src/rbm/training/learner.ts';
import { createTrainer, type EpochRecord, type TrainingOptions, trainEpoch } from '../../src/rbm/training/trainer.ts';
import type { UpdateOptions } from '../../src/rbm/training/update.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { grouped, toyMachine, toyRows } from '../reference/toy.ts';
import { isPlain, lanes, scaleOf } from './lanes.ts';
import { machineOf, ORDINARY, scatteredRows, type Task, type Twins, twinsOf } from './twins.ts';

const VISIBLE = 65;
/** Units to a nat. */
const SCALES = [340, 170, 85, 42.5, 21.25, 10.625];

/** What an int16 holds of a visible unit, the rounding of its terms taken off, in whole units. */
function largestSum(hidden: number): number {
  return 0.9999 * (32767 - 0.52 * (hidden + 1) - 3);
}

/** The scale at which lanes pack a machine. */
function scaleOfMachine(rbm: Rbm): number {
  return scaleOf(createLearner(rbm, seedState(1), 1, 'samples', 0, undefined, false, lanes()));
}

/** Whether unit `i` is one of those whose parameters are positive. */
function isPositive(i: number): boolean {
  return (Math.floor(i / 4) >> (i % 4)) % 2 === 0;
}

/** A machine whose visible units have weights and a bias of one size, all positive or all negative; all hidden units are on. */
function extreme(hidden: number, size: number, columns = hidden): Rbm {
  const rbm = createRbm(VISIBLE, hidden);
  rbm.bh.fill(2000);
  for (let i = 0; i < VISIBLE; i++) {
    const sign = isPositive(i) ? 1 : -1;
    rbm.bv[i] = sign * size;
    rbm.w.fill(sign * size, i * hidden, i * hidden + columns);
  }
  return rbm;
}

/** Chains of a machine that run plain and on lanes, and the layers that both come to; undefined where they differ. */
function runBoth(rbm: Rbm, steps: number, count = 3): GibbsChain[] | undefined {
  const [plain, onLanes] = [undefined, lanes()].map((kernels) => {
    const sampler = createSampler(rbm, 1, kernels);
    const chains = Array.from({ length: count }, (_, c) => createChain(sampler, seedState('limits'), c));
    for (const chain of chains) startFromNoise(chain, sampler);
    sampler.run(chains, steps);
    return chains;
  });
  return layersOf(plain) === layersOf(onLanes) ? onLanes : undefined;
}

function layersOf(chains: readonly GibbsChain[]): string {
  return chains
    .flatMap(({ visible, hidden }) => [visible, hidden])
    .map(({ active, count }) => active.subarray(0, count).join())
    .join(' | ');
}

describe('sums of visible units', () => {
  const widths = [9, 16, 31, 50, 64, 127, 191, 192, 193, 288, 1025];
  it.each(widths)('of %i hidden units reach up to 32,767 whole units, and signs never turn', (hidden) => {
    for (const [n, scale] of SCALES.entries()) {
      const limit = largestSum(hidden) / scale / (hidden + 1);
      for (const [share, expected] of [
        [0.9998, scale],
        [1.0002, SCALES[n + 1] ?? 0],
      ]) {
        const rbm = extreme(hidden, limit * share);
        expect({ hidden, scale, share, packed: scaleOfMachine(rbm) }).toEqual({
          hidden,
          scale,
          share,
          packed: expected,
        });
        expect(isPlain(createSampler(rbm, 1, lanes()))).toBe(expected === 0);
        const chains = runBoth(rbm, 1);
        const positive = Array.from({ length: VISIBLE }, (_, i) => i).filter(isPositive);
        for (const { visible } of chains ?? []) {
          expect([...visible.active.subarray(0, visible.count)]).toEqual(positive);
        }
        expect(chains).toHaveLength(3);
      }
    }
  });

  it.each([193, 300, 1025])('within one block of %i hidden units have a limit of their own', (hidden) => {
    for (const [n, scale] of SCALES.entries()) {
      const limit = 32600 / scale / 96;
      for (const [share, expected] of [
        [0.9998, scale],
        [1.0003, SCALES[n + 1] ?? 0],
      ]) {
        const rbm = extreme(hidden, limit * share, 96);
        rbm.bv.fill(0);
        // With this little else, a unit's whole sum is no larger.
        if (largestSum(hidden) < 32600 * 1.0003) continue;
        expect({ scale, share, packed: scaleOfMachine(rbm) }).toEqual({ scale, share, packed: expected });
        expect(runBoth(rbm, 1)).toHaveLength(3);
      }
    }
    expect(runBoth(extreme(hidden, 32600 / 340 / 96, 96), 1)).toHaveLength(3);
  });
});

describe('sums of hidden units', () => {
  it.each([1, 2, 3, 6])('of %i are taken in runs of ten visible units at least', (hidden) => {
    for (const [n, scale] of SCALES.entries()) {
      const limit = (3276.7 - 1) / scale;
      for (const [share, expected] of [
        [0.9999, scale],
        [1.0001, SCALES[n + 1] ?? 0],
      ]) {
        // So that what all visible units add up to is taken away again, and decisions are hard.
        const rbm = createRbm(150, hidden);
        rbm.bv.fill(30);
        const next = mulberry32(hidden);
        for (let i = 0; i < 150; i++)
          for (let j = 0; j < hidden; j++) rbm.w[i * hidden + j] = limit * share * (1 - 2 * (j % 2));
        for (let j = 0; j < hidden; j++) rbm.bh[j] = -150 * rbm.w[j] + 4 * next() - 2;
        expect({ scale, share, packed: scaleOfMachine(rbm) }).toEqual({ scale, share, packed: expected });
        expect(runBoth(rbm, 1, 60)).toHaveLength(60);
      }
    }
  });

  it('hold biases of a million whole units', () => {
    for (const [n, scale] of SCALES.entries()) {
      for (const [share, expected] of [
        [0.9999, scale],
        [1.0001, SCALES[n + 1] ?? 0],
      ]) {
        const rbm = toyMachine(VISIBLE, 50, 3, 0.5);
        rbm.bh[7] = (1e6 / scale) * share;
        rbm.bh[8] = -rbm.bh[7];
        expect({ scale, share, packed: scaleOfMachine(rbm) }).toEqual({ scale, share, packed: expected });
        expect(runBoth(rbm, 3)).toHaveLength(3);
      }
    }
  });
});

/** Twins that learn small random rows, and the scales that lanes had. */
interface Growing {
  readonly twins: Twins;
  readonly scales: number[];
  /** Learns a batch; tells what differs. */
  step(update: UpdateOptions): string[];
}

function growing(task: Task): Growing {
  const next = mulberry32(task.seed);
  const rows = scatteredRows(30, task.visible, task.density, next);
  const twins = twinsOf(task, machineOf(task, next), rows);
  const order = Uint32Array.from({ length: 30 }, (_, n) => n);
  const scales = [scaleOf(twins.onLanes)];
  let epoch = 0;
  return {
    twins,
    scales,
    step(update) {
      const from = (epoch % 3) * 10;
      const found = twins.learn(order, from, from + task.batch, epoch++, update, task.cd);
      scales.push(scaleOf(twins.onLanes));
      return found;
    },
  };
}

const WAYS: Record<string, { readonly task: Partial<Task>; readonly update: UpdateOptions }> = {
  'by the gradient alone': { task: {}, update: { rate: 1, momentum: 0, decay: 0 } },
  'with momentum': { task: { statistics: 'probabilities' }, update: { rate: 1, momentum: 0.9, decay: 0 } },
  'with decay': { task: {}, update: { rate: 1, momentum: 0, decay: 3 } },
  'with persistent chains': {
    task: { chains: 12, centred: true, statistics: 'probabilities' },
    update: { rate: 1, momentum: 0.5, decay: 1 },
  },
};

describe.each(Object.entries(WAYS))('a machine that grows out of its sums %s', (_name, { task, update }) => {
  it.each([3, 50, 200])('of %i hidden units is learnt by plain kernels, until it has shrunk', (hidden) => {
    const { twins, scales, step } = growing({ ...ORDINARY, hidden, density: 0.4, ...task });
    for (let round = 0; round < 3; round++) {
      let rate = 0.05;
      let more = 5;
      for (; more > 0 && rate < 1e6; rate *= 1.5) {
        expect({ round, rate, different: step({ ...update, rate, decay: update.decay / rate }) }).toEqual({
          round,
          rate,
          different: [],
        });
        if (scales.at(-1) === 0) more--;
      }
      expect(more).toBe(0);
      twins.change(({ w, bv, bh }) => {
        for (const parameters of [w, bv, bh]) {
          const largest = parameters.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
          // Differently in each round: the copies that plain kernels kept must not serve again.
          for (let n = 0; n < parameters.length; n++) parameters[n] *= (0.2 + 0.1 * round) / largest;
        }
      });
      expect(scaleOf(twins.onLanes)).toBe(340);
      scales.push(340);
    }
    // All of them on the way down.
    expect([...new Set(scales)].sort((a, b) => b - a)).toEqual([
      ...SCALES.filter((scale) => scales.includes(scale)),
      0,
    ]);
    expect(new Set(scales).size).toBeGreaterThan(3);
  });
});

describe('plain kernels that take over a second time', () => {
  it('do not learn with the copies of the weights that they made the first time', () => {
    const twins = twinsOf(
      { ...ORDINARY, visible: 40, hidden: 3, batch: 5 },
      toyMachine(40, 3, 1, 0.1),
      scatteredRows(20, 40, 0.5, mulberry32(1)),
    );
    const order = Uint32Array.from({ length: 20 }, (_, n) => n);
    const gently = { rate: 0.1, momentum: 0, decay: 0 };
    // A weight that lanes do not hold, and plain sums do.
    const steps: [first: number, UpdateOptions, fits: boolean][] = [
      [320, gently, false],
      [0, gently, true],
      [0, { ...gently, rate: 4000 }, false],
    ];
    for (const [n, [first, update, fits]] of steps.entries()) {
      twins.change(({ w }) => {
        w[0] = first;
      });
      expect(twins.learn(order, 0, 5, n, update, 1)).toEqual([]);
      expect(scaleOf(twins.onLanes) > 0).toBe(fits);
    }
    for (let n = 3; n < 6; n++) expect(twins.learn(order, 0, 5, n, gently, 1)).toEqual([]);
    expect(scaleOf(twins.onLanes)).toBe(0);
  });
});

describe('machines that are not finite', () => {
  it.each([NaN, Infinity, -Infinity])('are refused: %d', (bad) => {
    for (const part of ['w', 'bv', 'bh'] as const) {
      const rbm = toyMachine(9, 5, 1);
      rbm[part][3] = bad;
      expect(() => createSampler(rbm, 1, lanes())).toThrow(expect.objectContaining({ code: 'model-weights' }));
    }
  });

  it.each([1e30, Infinity, -Infinity, NaN])('are learnt as plain kernels do: %d', (bad) => {
    for (const part of ['w', 'bv', 'bh'] as const) {
      const rbm = toyMachine(70, 5, 1);
      rbm[part][3] = bad;
      const rows = scatteredRows(20, 70, 0.5, mulberry32(1));
      const twins = twinsOf({ ...ORDINARY, batch: 5 }, rbm, rows);
      const order = Uint32Array.from({ length: 20 }, (_, n) => n);
      for (let n = 0; n < 3; n++) {
        expect(twins.learn(order, 5 * n, 5 * n + 5, n, { rate: 0.1, momentum: 0, decay: 0 }, 1)).toEqual([]);
      }
      expect(scaleOf(twins.onLanes)).toBe(0);
    }
  });

  it('are what a training comes to that diverges, to the same bits and the same error', () => {
    const options: TrainingOptions = {
      seed: 'too fast',
      epochs: 400,
      batch: 7,
      rate: 10,
      finalRate: 10,
      momentum: 0.5,
      decay: 1,
      cd: 1,
      statistics: 'samples',
      order: 'shuffled',
      chains: 0,
      centred: false,
      sparsity: 0,
      averaging: 0,
      mostGap: 0,
    };
    const rows = grouped(toyRows(23, 90, 1), 90, [23]);
    const none = grouped([], 90, []);
    const [plain, onLanes] = [undefined, lanes()].map((kernels) => {
      const trainer = createTrainer(toyMachine(90, 20, 1, 0.1), rows, none, options, kernels);
      const records: EpochRecord[] = [];
      let error: unknown;
      while (error === undefined) {
        try {
          records.push(trainEpoch(trainer));
        } catch (thrown) {
          error = thrown;
        }
      }
      return { records, error };
    });
    expect(onLanes).toEqual(plain);
    expect(onLanes.records.length).toBeGreaterThan(1);
    expect(onLanes.error).toMatchObject({ code: 'diverged', option: 'rate' });
  });
});

describe('steps that are smaller than the rounding of what they move', () => {
  // The first unit's weights round upwards, and their sum is just below the limit: with the bias it grows by rounding alone.
  const HIDDEN = 50;
  const UNITS = 101;

  /** A machine whose first unit has a sum of so many nats below the limit. */
  function nearLimit(below: number): Rbm {
    const rbm = createRbm(UNITS, HIDDEN);
    const limit = largestSum(HIDDEN) / 340;
    const weight = (Math.floor((limit / HIDDEN) * 340 - 0.5) - 2.499) / 340;
    rbm.w.fill(0.6);
    rbm.w.fill(weight, 0, HIDDEN);
    rbm.bv.fill(-60);
    rbm.bv[0] = limit - HIDDEN * Math.fround(weight) - below;
    rbm.bh.fill(-30);
    return rbm;
  }

  // Weights move by 1.2e-7 at a time, their rounding, where a step is 7e-8: the larger one counts.
  it.each([
    [0.001, 26_000],
    [0.25, 75_000],
  ])('add up until lanes pack anew, before a sum overflows: from %f nats below the limit', (below, updates) => {
    const rows = { bits: new Uint32Array(5).fill(0xffffffff), starts: Uint32Array.of(0), columns: UNITS };
    const update: UpdateOptions = { rate: 7e-8, momentum: 0, decay: 0 };
    const order = Uint32Array.of(0);
    const [plain, onLanes] = [undefined, lanes()].map((kernels) =>
      createLearner(nearLimit(below), seedState(1), 1, 'samples', 0, undefined, false, kernels),
    );
    let differ = 0;
    for (let n = 0; n < updates; n++) {
      const options = { cd: 1, epoch: n % 1000 };
      const wrong = plain.learn(rows, order, 0, 1, options, update);
      if (onLanes.learn(rows, order, 0, 1, options, update) !== wrong) differ++;
    }
    expect(differ).toBe(0);
    expect(onLanes.rbm.w).toEqual(plain.rbm.w);
    // The sum has passed the limit on the way.
    const sum = plain.rbm.w.subarray(0, HIDDEN).reduce((all, weight) => all + weight, plain.rbm.bv[0]);
    expect(sum * 340).toBeGreaterThan(largestSum(HIDDEN));
    expect(scaleOf(onLanes)).toBeLessThan(340);
  });
});
