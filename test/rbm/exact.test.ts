/**
 * Tiny machines whose every state can be visited: what is sampled and learnt against what is true.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { freeEnergyOfUnits } from '../../src/rbm/kernels/free-energy.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { createChain, runChain, startFromNoise } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { type HiddenStatistics, ONE } from '../../src/rbm/training/phases.ts';
import { onesOf } from '../reference/bits.ts';
import {
  allStates,
  exactGradient,
  logLikelihood,
  modelMeans,
  partitionOverHidden,
  partitionOverVisible,
  visibleWeight,
} from '../reference/enumeration.ts';
import { toyMachine, toyRows } from '../reference/toy.ts';
import { fastGradient } from './fast.ts';

const machines = [toyMachine(1, 1, 1, 2), toyMachine(4, 3, 2, 1), toyMachine(5, 4, 3, 1.5), toyMachine(3, 6, 4, 0.5)];

function ours(rbm: Rbm, v: readonly number[]): number {
  const active = Uint32Array.from(onesOf(v));
  return freeEnergyOfUnits(rbm, active, active.length, new Float64Array(rbm.hidden));
}

describe('the partition function', () => {
  it.each(machines)('is the same summed over visible and over hidden states: $visible × $hidden', (rbm) => {
    const overVisible = partitionOverVisible(rbm);
    expect(partitionOverHidden(rbm) / overVisible).toBeCloseTo(1, 12);
    const oneByOne = allStates(rbm.visible).reduce((z, v) => z + visibleWeight(rbm, v), 0);
    expect(oneByOne / overVisible).toBeCloseTo(1, 12);
  });

  it('of a machine without parameters counts its states', () => {
    expect(partitionOverVisible(toyMachine(4, 3, 1, 0))).toBe(128);
    expect(partitionOverHidden(toyMachine(4, 3, 1, 0))).toBe(128);
  });
});

describe('free energy', () => {
  it.each(machines)('is −log of the weight of every visible state: $visible × $hidden', (rbm) => {
    for (const v of allStates(rbm.visible)) expect(ours(rbm, v)).toBeCloseTo(-Math.log(visibleWeight(rbm, v)), 11);
  });

  it.each(machines)('with Z gives probabilities that sum to 1: $visible × $hidden', (rbm) => {
    const z = partitionOverHidden(rbm);
    const total = allStates(rbm.visible).reduce((sum, v) => sum + Math.exp(-ours(rbm, v)) / z, 0);
    expect(total).toBeCloseTo(1, 12);
  });
});

describe('the exact gradient', () => {
  it.each(machines)('is the slope of the exact log-likelihood: $visible × $hidden', (rbm) => {
    const rows = toyRows(6, rbm.visible, 9, 0.6);
    const gradient = exactGradient(rbm, rows);
    const step = 1e-4;
    for (const part of ['w', 'bv', 'bh'] as const) {
      for (let n = 0; n < rbm[part].length; n++) {
        const moved = (by: number): number => {
          const copy = { ...rbm, [part]: Float64Array.from(rbm[part], (x, place) => (place === n ? x + by : x)) };
          return logLikelihood(copy, rows);
        };
        const slope = (moved(step) - moved(-step)) / (2 * step);
        expect(gradient[part][n]).toBeCloseTo(slope, 7);
      }
    }
  });
});

/** Mean and standard error of each column of a table, from the spread of its rows. */
function columnMeans(table: readonly (readonly number[])[]): { mean: number; error: number }[] {
  return table[0].map((_, column) => {
    const values = table.map((row) => row[column]);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / (values.length - 1);
    return { mean, error: Math.sqrt(variance / values.length) };
  });
}

/** Of the columns of `table`, those whose mean is more than four standard errors from what is expected. */
function far(table: readonly (readonly number[])[], expected: readonly number[], rounding: number): string[] {
  return columnMeans(table).flatMap(({ mean, error }, n) => {
    const off = Math.abs(mean - expected[n]);
    return off <= 4 * error + rounding ? [] : [`${n}: ${mean} ± ${error}, not ${expected[n]}`];
  });
}

describe('contrastive divergence with many steps', () => {
  const rbm = toyMachine(4, 3, 5, 1.2);
  const rows = toyRows(5, 4, 6, 0.5);
  const seed = seedState('cd');

  /** 100 estimates of the gradient, each from 200 examples: the rows in turn. */
  function estimates(cd: number, statistics: HiddenStatistics): number[][] {
    return Array.from({ length: 100 }, (_, block) => {
      const numbers = Array.from({ length: 200 }, (_unused, n) => block * 200 + n);
      const examples = numbers.map((_unused, n) => onesOf(rows[n % rows.length]));
      const { gradient } = fastGradient(rbm, examples, numbers, cd, statistics, seed);
      return [...gradient.w, ...gradient.bv, ...gradient.bh].map((sum) => sum / 200 / ONE);
    });
  }

  it.each(['probabilities', 'samples'] as const)('comes to the exact gradient: %s', (statistics) => {
    const { w, bv, bh } = exactGradient(rbm, rows);
    expect(far(estimates(25, statistics), [...w, ...bv, ...bh], 1 / ONE)).toEqual([]);
  });

  it('is far from it with one step, so the test can tell', () => {
    const { w, bv, bh } = exactGradient(rbm, rows);
    expect(far(estimates(1, 'probabilities'), [...w, ...bv, ...bh], 1 / ONE).length).toBeGreaterThan(5);
  });
});

describe('Gibbs chains', () => {
  const rbm = toyMachine(4, 3, 7, 1.2);

  /** What 20,000 chains hold after 25 steps: units and doubles, 100 means of 200 chains each. */
  function marginals(temperature: number): number[][] {
    const seed = seedState(`chains at ${temperature}`);
    const sampler = createSampler(rbm, temperature);
    return Array.from({ length: 100 }, (_, block) => {
      const sums = Array.from({ length: 12 + 4 + 3 }, () => 0);
      for (let n = 0; n < 200; n++) {
        const chain = createChain(sampler, seed, block * 200 + n);
        startFromNoise(chain, sampler);
        runChain(chain, sampler, 25);
        // The hidden layer gave rise to this visible one, so the pair has the machine's distribution too.
        for (let i = 0; i < chain.visible.count; i++) {
          sums[12 + chain.visible.active[i]]++;
          for (let j = 0; j < chain.hidden.count; j++) sums[chain.visible.active[i] * 3 + chain.hidden.active[j]]++;
        }
        for (let j = 0; j < chain.hidden.count; j++) sums[16 + chain.hidden.active[j]]++;
      }
      return sums.map((sum) => sum / 200);
    });
  }

  it.each([1, 2])('have the marginals of the machine at temperature %d', (temperature) => {
    const { w, bv, bh } = modelMeans(rbm, 1 / temperature);
    expect(far(marginals(temperature), [...w, ...bv, ...bh], 0)).toEqual([]);
  });

  it('at temperature 2 are far from temperature 1, so the test can tell', () => {
    const { w, bv, bh } = modelMeans(rbm, 1);
    expect(far(marginals(2), [...w, ...bv, ...bh], 0).length).toBeGreaterThan(5);
  });
});
