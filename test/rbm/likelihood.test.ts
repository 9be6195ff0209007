/**
 * log Z by three ways: visiting every state, enumerating hidden states in the Gray code's order, annealing.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { type Annealing, annealDown, annealUp } from '../../src/rbm/diagnostics/annealed-importance.ts';
import { exactLogPartition, meanLogLikelihood } from '../../src/rbm/diagnostics/exact-likelihood.ts';
import { createRbm, type Rbm } from '../../src/rbm/rbm.ts';
import { createChain, runChain } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { packRows } from '../reference/bits.ts';
import { logLikelihood, partitionOverHidden, partitionOverVisible } from '../reference/enumeration.ts';
import { toyMachine, toyRows } from '../reference/toy.ts';

const sizes: readonly (readonly [visible: number, hidden: number, scale: number])[] = [
  [1, 1, 3],
  [7, 4, 2],
  [11, 9, 1],
  [3, 12, 5],
  [2, 16, 1],
];

describe('the exact log partition', () => {
  it.each(sizes)('is that of all states: %d × %d, ±%d', (visible, hidden, scale) => {
    const rbm = toyMachine(visible, hidden, visible, scale);
    expect(exactLogPartition(rbm)).toBeCloseTo(Math.log(partitionOverVisible(rbm)), 10);
    expect(exactLogPartition(rbm)).toBeCloseTo(Math.log(partitionOverHidden(rbm)), 10);
  });

  it('bears weights whose exponentials no double holds', () => {
    const rbm = createRbm(2, 2);
    rbm.w.set([900, 0, 0, -900]);
    // The states of most weight: v₀ = h₀ = 1, and h₁ = 1 only where v₁ = 0.
    expect(exactLogPartition(rbm)).toBeCloseTo(900 + Math.log(3), 9);
  });

  it('gives the mean log-likelihood of rows', () => {
    const rbm = toyMachine(6, 5, 1, 1.2);
    const rows = toyRows(9, 6, 2);
    const found = meanLogLikelihood(rbm, packRows(rows, 6), exactLogPartition(rbm));
    expect(found).toBeCloseTo(logLikelihood(rbm, rows), 10);
  });

  it('refuses machines too large to visit', () => {
    expect(() => exactLogPartition(createRbm(2, 21))).toThrow(expect.objectContaining({ option: 'hidden' }));
  });
});

/** Chains of the machine's own, long enough to be at home. */
function samples(rbm: Rbm): (chain: number) => Uint32Array {
  const sampler = createSampler(rbm);
  return (c) => {
    const chain = createChain(sampler, seedState('samples'), c);
    runChain(chain, sampler, 300);
    return chain.visible.active.slice(0, chain.visible.count);
  };
}

function annealing(rbm: Rbm, betas: number, seed = 'annealing'): Annealing {
  return { base: new Float32Array(rbm.visible), betas, chains: 100, seed: seedState(seed) };
}

function refused(option: string): unknown {
  return expect.objectContaining({ option });
}

describe('annealed importance sampling', () => {
  it.each([
    [30, 12, 0.8],
    [40, 16, 0.5],
    [12, 3, 3],
  ])('is within 0.05 nat of the exact log partition, upwards and downwards: %d × %d, ±%d', (visible, hidden, scale) => {
    const rbm = toyMachine(visible, hidden, 3, scale);
    const exact = exactLogPartition(rbm);
    const up = annealUp(rbm, annealing(rbm, 400));
    const down = annealDown(rbm, annealing(rbm, 400), samples(rbm));
    expect(Math.abs(up.logPartition - exact)).toBeLessThan(0.05);
    expect(Math.abs(down.logPartition - exact)).toBeLessThan(0.05);
    for (const { error } of [up, down]) {
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThan(0.05);
    }
  });

  it('with few betas and chains is too low upwards and too high downwards on the mean, and says how far it scatters', () => {
    const rbm = toyMachine(30, 16, 5, 1.5);
    const exact = exactLogPartition(rbm);
    const runs = Array.from({ length: 150 }, (_, n) => ({ ...annealing(rbm, 6, `run ${n}`), chains: 5 }));
    const start = samples(rbm);
    const means = [
      runs.map((run) => annealUp(rbm, run)),
      runs.map((run, n) => annealDown(rbm, run, (chain) => start(5 * (n % 20) + chain))),
    ].map((found) => found.reduce((sum, { logPartition }) => sum + logPartition, 0) / runs.length);
    expect(means[0]).toBeLessThan(exact - 0.2);
    expect(means[1]).toBeGreaterThan(exact + 0.2);
    expect(annealUp(rbm, annealing(rbm, 6)).error).toBeGreaterThan(0.1);
  });

  it('of a machine without weights is exact, whatever its base', () => {
    const rbm = createRbm(5, 3);
    rbm.bv.set([1, -2, 0.5, 3, -1]);
    const base = Float32Array.of(-1, 1, 0, 2, -3);
    const { logPartition } = annealUp(rbm, { ...annealing(rbm, 500), base });
    expect(Math.abs(logPartition - exactLogPartition(rbm))).toBeLessThan(0.05);
    expect(annealUp(rbm, { ...annealing(rbm, 1), base: rbm.bv })).toEqual({
      logPartition: expect.closeTo(exactLogPartition(rbm), 10),
      error: 0,
    });
  });

  it('is the same again for the same seed, and another for another', () => {
    const rbm = toyMachine(12, 6, 1);
    const [one, same, other] = ['a', 'a', 'b'].map((seed) => annealUp(rbm, annealing(rbm, 20, seed)));
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it('refuses what it cannot anneal', () => {
    const rbm = toyMachine(4, 2, 1);
    expect(() => annealUp(rbm, { ...annealing(rbm, 9), base: new Float32Array(3) })).toThrow(refused('base'));
    expect(() => annealUp(rbm, annealing(rbm, 0))).toThrow(refused('betas'));
    expect(() => annealDown(rbm, { ...annealing(rbm, 9), chains: 1 }, () => [])).toThrow(refused('chains'));
  });
});
