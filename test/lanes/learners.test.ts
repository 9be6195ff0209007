/**
 * Learners on lanes beside plain ones: parameters, velocity, offsets, chains and wrong bits, bit for bit.
 *
 * @module
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setBit } from '../../src/math/bits/bit-rows.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { slow } from '../reference/slow.ts';
import { learnBoth, machineOf, ORDINARY, SAME, scatteredRows, type Task, type Twins, twinsOf } from './twins.ts';

/** The sizes at which kernels have ends, and some between them. */
const VISIBLE = [1, 2, 31, 32, 33, 63, 64, 65, 95, 96, 97, 127, 128, 129, 191, 193, 255, 257, 301];
const HIDDEN = [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 50, 51, 52, 53, 63, 64, 65, 95, 96, 97, 104, 127, 128];

const tasks: fc.Arbitrary<Task> = fc.record({
  visible: fc.oneof(fc.integer({ min: 1, max: 150 }), fc.constantFrom(...VISIBLE)),
  hidden: fc.oneof(fc.integer({ min: 1, max: 80 }), fc.constantFrom(...HIDDEN)),
  batch: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 55, 56, 57, 113, 127, 128, 381)),
  statistics: fc.constantFrom('samples' as const, 'probabilities' as const),
  chains: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
  centred: fc.boolean(),
  cd: fc.constantFrom(1, 1, 2, 5),
  update: fc.record({
    rate: fc.constantFrom(0, 1e-7, 0.01, 0.1, 1, 10),
    momentum: fc.constantFrom(0, 0, 0.5, 0.9),
    decay: fc.constantFrom(0, 0, 0.001, 0.3),
    sparsity: fc.constantFrom(0, 0.01, 2),
  }),
  size: fc.constantFrom(0, 1e-44, 1e-30, 1e-3, 0.1, 1, 4, 30),
  density: fc.constantFrom(0, 0.03, 0.2, 0.5, 1),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

describe('learners on lanes and plain ones give the same bits', () => {
  it('for machines, data and options of all kinds', () => {
    const runs = slow('20,000 kinds of learners') ? 20_000 : 300;
    let beyond = 0;
    fc.assert(
      fc.property(tasks, (task) => {
        const { different, fits } = learnBoth(task, 5);
        if (!fits) beyond++;
        expect(different).toEqual([]);
      }),
      { numRuns: runs },
    );
    // At a rate of 10 a batch may move weights out of reach, but rarely.
    expect(beyond).toBeLessThan(runs / 5);
  }, 1_200_000);

  const kinds: Record<string, Partial<Task>> = {
    'samples, the gradient alone': {},
    'samples, three steps': { cd: 3, density: 0.3 },
    'samples with momentum and decay': { update: { rate: 0.1, momentum: 0.8, decay: 0.01 } },
    probabilities: { statistics: 'probabilities' },
    'probabilities with momentum and decay': {
      statistics: 'probabilities',
      update: { rate: 0.05, momentum: 0.9, decay: 0.001 },
    },
    'more chains than examples, centred': {
      statistics: 'probabilities',
      chains: 23,
      centred: true,
      update: { rate: 0.05, momentum: 0.5, decay: 0.001, sparsity: 0.1 },
    },
    'fewer chains than examples': { chains: 3, cd: 2, update: { rate: 0.05, momentum: 0, decay: 0 } },
  };
  const shapes = [
    [2340, 50],
    [2341, 64],
    [2400, 9],
    [777, 129],
    [333, 192],
    [333, 193],
    [130, 289],
    [65, 1025],
    [31, 2200],
  ] as const;
  for (const [name, kind] of Object.entries(kinds)) {
    it.each(shapes)(`${name}: %i × %i`, (visible, hidden) => {
      expect(learnBoth({ ...ORDINARY, visible, hidden, batch: 17, ...kind }, 4)).toEqual(SAME);
    });
  }

  it.each([
    ['samples', 100, 0],
    ['probabilities', 100, 128],
    ['samples', 381, 0],
    ['probabilities', 381, 0],
  ] as const)('at the size of music: %s, batches of %i, %i chains', (statistics, batch, chains) => {
    expect(
      learnBoth({ ...ORDINARY, visible: 2340, hidden: 50, batch, statistics, chains, centred: chains > 0 }, 3),
    ).toEqual(SAME);
  });

  it('of the largest machine here', () => {
    expect(learnBoth({ ...ORDINARY, visible: 2399, hidden: 2200, batch: 3, density: 0.03 }, 3)).toEqual(SAME);
  });
});

describe('where half of the bits are on, and more', () => {
  const next = mulberry32(5);
  const shapes = [1, 49, 50, 51, 52, 53, 103, 104, 105, 156, 157, 192, 193, 260].map((hidden) => ({
    hidden,
    visible: 401 + Math.floor(300 * next()),
  }));
  it.each(shapes)('$visible × $hidden give the same bits by tables of sums', ({ visible, hidden }) => {
    const dense: Task = { ...ORDINARY, visible, hidden, batch: 16, cd: 2, size: 0.15, density: 0.55 };
    expect(learnBoth(dense, 3)).toEqual(SAME);
    expect(learnBoth({ ...dense, batch: 40, density: 0.97, statistics: 'probabilities' }, 3)).toEqual(SAME);
    expect(learnBoth({ ...dense, density: 0.7, chains: 21, centred: true }, 3)).toEqual(SAME);
  });
});

/** Every unit's data are those of its neighbour, and so are its weights with the other sign: sums of large terms come to little. */
function inPairs(visible: number, hidden: number): Twins {
  const next = mulberry32(visible + hidden);
  const task: Task = {
    ...ORDINARY,
    visible,
    hidden,
    batch: 9,
    statistics: 'probabilities',
    chains: 7,
    centred: true,
    density: 0.5,
  };
  const bits = new Uint32Array(Math.ceil((30 * visible) / 32));
  for (let n = 0; n < 15 * visible; n++) {
    if (next() < 0.5) continue;
    setBit(bits, 2 * n);
    setBit(bits, 2 * n + 1);
  }
  const rows = { bits, starts: Uint32Array.from({ length: 30 }, (_, n) => n * visible), columns: visible };
  const rbm = machineOf(task, next);
  for (let i = 0; i < visible; i++) {
    for (let j = 0; j < hidden; j++) {
      const at = (i & ~1) * hidden + (j & ~1);
      rbm.w[i * hidden + j] = (i + j) % 2 === 0 ? rbm.w[at] : -rbm.w[at];
    }
  }
  // All hidden units are always on: their offsets are the same.
  rbm.bh.fill(60);
  return twinsOf(task, rbm, rows);
}

describe('numbers are added in the same order, where the order shows', () => {
  const order = Uint32Array.from({ length: 30 }, (_, n) => n);
  const shapes = [
    [100, 4],
    [130, 6],
    [64, 50],
    [34, 130],
  ] as const;

  it.each(shapes)('in the centred gradient of biases: %i × %i', (visible, hidden) => {
    const twins = inPairs(visible, hidden);
    // Weights do not move, but what decay takes from them is nearly all of the gradient.
    const update = { rate: 1e-16, momentum: 0.5, decay: 1e10 };
    for (let n = 0; n < 3; n++) expect(twins.learn(order, 9 * n, 9 * n + 9, n, update, 1)).toEqual([]);
    const { bv, bh } = twins.plain.velocity;
    for (const steps of [bv, bh]) expect(steps.some((step) => step !== 0 && Math.abs(step) < 1e-12)).toBe(true);
  });

  it.each([...shapes, [300, 1], [300, 3], [200, 7]] as const)('in steps of weights: %i × %i', (visible, hidden) => {
    const task: Task = { ...ORDINARY, visible, hidden, density: 0.5 };
    const next = mulberry32(hidden);
    const twins = twinsOf(task, machineOf(task, next), scatteredRows(30, visible, 0.5, next));
    const update = { rate: 1e-10, momentum: 0.9, decay: 3e7 };
    for (let n = 0; n < 20; n++) {
      // The last step and decay nearly cancel.
      for (const { rbm, velocity } of [twins.plain, twins.onLanes]) {
        for (let k = 0; k < rbm.w.length; k++)
          velocity.w[k] = (update.rate * update.decay * rbm.w[k]) / update.momentum;
      }
      expect(twins.learn(order, n % 20, (n % 20) + 10, n, update, 1)).toEqual([]);
    }
  });
});
