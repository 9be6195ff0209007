/**
 * Figures that are sums of float64 on lanes beside plain ones: free energies, weights of annealed chains, means of weights.
 *
 * @module
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { type Annealing, annealDown, annealUp } from '../../src/rbm/diagnostics/annealed-importance.ts';
import { freeEnergyOfUnits, meanFreeEnergy } from '../../src/rbm/kernels/free-energy.ts';
import { copyRbm, type Rbm } from '../../src/rbm/rbm.ts';
import { createLearner } from '../../src/rbm/training/learner.ts';
import { addToAverage, createAverage, takeAverage, type WeightAverage } from '../../src/rbm/training/weight-average.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyMachine, unevenMachine } from '../reference/toy.ts';
import { lanes } from './lanes.ts';
import { firstDifference, ORDINARY, scatteredRows, twinsOf } from './twins.ts';

/** Inputs beyond 690 have e^−a of their own; those of 1e37 add up to infinity. */
const SIZES = [0, 1e-30, 0.1, 1, 20, 700, 1e5, 1e37];

const machines: fc.Arbitrary<Rbm> = fc
  .record({
    visible: fc.oneof(fc.integer({ min: 1, max: 120 }), fc.constantFrom(1, 2, 7, 8, 9, 64, 65)),
    hidden: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constantFrom(1, 2, 3, 15, 16, 17, 64, 65, 200)),
    seed: fc.integer(),
    size: fc.constantFrom(...SIZES),
    uneven: fc.boolean(),
  })
  .map(({ visible, hidden, seed, size, uneven }) => (uneven ? unevenMachine : toyMachine)(visible, hidden, seed, size));

describe('free energy on lanes', () => {
  it('of any units is that of plain kernels, bit for bit', () => {
    fc.assert(
      fc.property(machines, fc.integer(), (rbm, seed) => {
        const next = mulberry32(seed);
        const learner = createLearner(copyRbm(rbm), seedState(1), 2, 'samples', 0, undefined, false, lanes());
        const input = new Float64Array(rbm.hidden);
        for (const density of [0, 0.1, 0.5, 1]) {
          const active = Uint32Array.from({ length: rbm.visible }, (_, i) => i).filter(() => next() < density);
          const plain = freeEnergyOfUnits(rbm, active, active.length, input);
          expect(learner.freeEnergy?.(active, active.length)).toBe(plain);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('of the rows of a training is the same while it learns', () => {
    const next = mulberry32(3);
    const task = { ...ORDINARY, visible: 333, hidden: 51 };
    const rows = scatteredRows(40, task.visible, 0.1, next);
    const { plain, onLanes, learn } = twinsOf(task, toyMachine(task.visible, task.hidden, 1, 0.3), rows);
    const order = Uint32Array.from({ length: 40 }, (_, n) => n);
    for (let n = 0; n < 10; n++) {
      expect(learn(order, n, n + 10, n, { rate: 0.5, momentum: 0.5, decay: 0.01 }, 1)).toEqual([]);
      const energy = meanFreeEnergy(plain, rows, 30);
      expect(meanFreeEnergy(onLanes, rows, 30)).toBe(energy);
    }
  });
});

describe('annealed chains on lanes', () => {
  it('have the weights of plain ones, upwards and downwards, bit for bit', () => {
    fc.assert(
      fc.property(machines, fc.integer({ min: 1, max: 40 }), fc.integer(), (rbm, betas, seed) => {
        const next = mulberry32(seed);
        const base = Float32Array.from({ length: rbm.visible }, () => 6 * next() - 3);
        const annealing: Annealing = { base, betas, chains: 3, seed: seedState(seed) };
        const starts = Array.from({ length: 3 }, () =>
          Uint32Array.from({ length: rbm.visible }, (_, i) => i).filter(() => next() < 0.4),
        );
        const [plain, onLanes] = [undefined, lanes()].map((kernels) => [
          annealUp(rbm, annealing, kernels),
          annealDown(rbm, annealing, (chain) => starts[chain], kernels),
        ]);
        expect(onLanes).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it('of a machine as wide as in figures of digits', () => {
    const rbm = toyMachine(784, 500, 1, 0.1);
    const annealing: Annealing = { base: rbm.bv, betas: 50, chains: 2, seed: seedState('wide') };
    expect(annealUp(rbm, annealing, lanes())).toEqual(annealUp(rbm, annealing));
  });
});

describe('means of weights on lanes', () => {
  it.each([
    [1, 1],
    [7, 3],
    [130, 50],
    [33, 193],
  ])('are those of plain kernels: %i × %i', (visible, hidden) => {
    const rbm = unevenMachine(visible, hidden, 5, 10);
    const [plain, onLanes] = [undefined, lanes()].map((kernels): [WeightAverage, Rbm] => {
      const learner = createLearner(copyRbm(rbm), seedState(1), 2, 'samples', 0, undefined, true, kernels);
      const average = createAverage(learner);
      const next = mulberry32(hidden);
      for (let n = 0; n < 20; n++) {
        for (let k = 0; k < learner.rbm.w.length; k++) learner.rbm.w[k] *= 2 * next() - 1;
        addToAverage(average, learner);
      }
      takeAverage(learner.rbm, average);
      return [average, learner.rbm];
    });
    for (const part of ['w', 'bv', 'bh'] as const) {
      expect(firstDifference(onLanes[0][part], plain[0][part])).toBeUndefined();
      expect(firstDifference(onLanes[1][part], plain[1][part])).toBeUndefined();
    }
    expect(plain[0].w.some((sum) => sum !== 0)).toBe(true);
    expect(onLanes[0].count).toBe(20);
  });
});
