import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { createUnits } from '../../src/rbm/sampling/active-units.ts';
import { type Clamp, createClamp, holdUnits, runClampedChain } from '../../src/rbm/sampling/clamp.ts';
import { createChain, type GibbsChain, runChain, startFromNoise } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createLadder, runLadder } from '../../src/rbm/sampling/ladder.ts';
import { createSampler, type Sampler } from '../../src/rbm/sampling/sampler.ts';
import { denseOf, onesOf } from '../reference/bits.ts';
import { allStates, visibleWeight } from '../reference/enumeration.ts';
import { toyMachine } from '../reference/toy.ts';

const seed = seedState('clamps');

/** A clamp from a state of each unit: held on, held off, or free. */
function clampOf(states: readonly ('on' | 'off' | 'free')[]): Clamp {
  const on = states.flatMap((state, unit) => (state === 'on' ? [unit] : []));
  return createClamp(
    Uint8Array.from(states, (state) => (state === 'free' ? 0 : 1)),
    Uint32Array.from(on),
  );
}

function started(sampler: Sampler, index: number): GibbsChain {
  const chain = createChain(sampler, seed, index);
  startFromNoise(chain, sampler);
  return chain;
}

describe('a clamp', () => {
  const states = fc.array(fc.constantFrom('on' as const, 'off' as const, 'free' as const), {
    minLength: 1,
    maxLength: 80,
  });

  it('puts held units back and leaves free ones alone', () => {
    fc.assert(
      fc.property(states, fc.infiniteStream(fc.boolean()), (held, bits) => {
        const before = held.map(() => Number(bits.next().value));
        const units = createUnits(held.length);
        units.active.set(onesOf(before));
        units.count = onesOf(before).length;
        holdUnits(units, clampOf(held));
        const expected = held.map((state, unit) => (state === 'free' ? before[unit] : Number(state === 'on')));
        expect(denseOf(units.active, units.count, held.length)).toEqual(expected);
        const list = Array.from(units.active.subarray(0, units.count));
        expect(list).toEqual([...list].sort((a, b) => a - b));
      }),
    );
  });

  it('that holds nothing changes nothing', () => {
    const sampler = createSampler(toyMachine(70, 20, 3, 2));
    const [free, clamped] = [started(sampler, 5), started(sampler, 5)];
    runChain(free, sampler, 20);
    runClampedChain(clamped, sampler, clampOf(Array.from({ length: 70 }, () => 'free')), 20);
    expect(clamped).toEqual(free);
  });

  it('lets free units decide at their own addresses', () => {
    fc.assert(
      fc.property(states, fc.nat({ max: 1000 }), (held, index) => {
        const sampler = createSampler(toyMachine(held.length, 9, index, 2));
        const clamp = clampOf(held);
        const clamped = started(sampler, index);
        holdUnits(clamped.visible, clamp);
        const free = createChain(sampler, seed, index);
        free.visible.active.set(clamped.visible.active);
        free.visible.count = clamped.visible.count;
        runChain(free, sampler, 1);
        runClampedChain(clamped, sampler, clamp, 1);
        const [a, b] = [free, clamped].map(({ visible }) => denseOf(visible.active, visible.count, held.length));
        for (const [unit, state] of held.entries()) {
          expect(b[unit]).toBe(state === 'free' ? a[unit] : Number(state === 'on'));
        }
      }),
    );
  });

  it('refuses units that are on and not held, or in no order, and machines of another size', () => {
    expect(() => createClamp(Uint8Array.of(1, 0), Uint32Array.of(1))).toThrow(
      expect.objectContaining({ option: 'on' }),
    );
    expect(() => createClamp(Uint8Array.of(1, 1), Uint32Array.of(1, 0))).toThrow(
      expect.objectContaining({ option: 'on' }),
    );
    const sampler = createSampler(toyMachine(3, 2, 1));
    expect(() => runClampedChain(started(sampler, 0), sampler, clampOf(['on', 'free']), 1)).toThrow(
      expect.objectContaining({ code: 'length', option: 'isHeld' }),
    );
  });
});

/** p(unit on | held) of every unit, all states visited. */
function exactMarginals(rbm: Rbm, held: readonly ('on' | 'off' | 'free')[]): number[] {
  const fits = (v: readonly number[]): boolean =>
    held.every((state, unit) => state === 'free' || v[unit] === Number(state === 'on'));
  const rows = allStates(rbm.visible).filter(fits);
  const weights = rows.map((v) => visibleWeight(rbm, v));
  const z = weights.reduce((sum, weight) => sum + weight, 0);
  return held.map((_, unit) => rows.reduce((sum, v, n) => sum + (v[unit] * weights[n]) / z, 0));
}

const CHAINS = 20_000;

/** The share of 20,000 chains in which each unit is on. */
function sampledMarginals(rbm: Rbm, run: (chain: GibbsChain) => void): number[] {
  const sampler = createSampler(rbm);
  const sums = Array.from({ length: rbm.visible }, () => 0);
  for (let index = 0; index < CHAINS; index++) {
    const chain = started(sampler, index);
    run(chain);
    for (let n = 0; n < chain.visible.count; n++) sums[chain.visible.active[n]]++;
  }
  return sums.map((sum) => sum / CHAINS);
}

/** Units whose share is more than 4.5 standard errors from what is expected. */
function far(shares: readonly number[], expected: readonly number[]): number[] {
  return expected.flatMap((p, unit) => {
    // The sum of all weights may come out as 1 + 1e-16.
    const error = Math.sqrt(Math.max(0, p * (1 - p)) / CHAINS);
    return Math.abs(shares[unit] - p) <= 4.5 * error + 1e-12 ? [] : [unit];
  });
}

describe('clamped chains', () => {
  const rbm = toyMachine(7, 4, 11, 1.3);
  const cases: ('on' | 'off' | 'free')[][] = [
    ['on', 'free', 'free', 'off', 'free', 'free', 'on'],
    ['free', 'free', 'off', 'free', 'free', 'free', 'free'],
    ['on', 'off', 'on', 'off', 'on', 'off', 'free'],
  ];

  it.each(cases)('have the conditional marginals of the machine: %s %s %s %s %s %s %s', (...held) => {
    const sampler = createSampler(rbm);
    const clamp = clampOf(held);
    const shares = sampledMarginals(rbm, (chain) => runClampedChain(chain, sampler, clamp, 20));
    expect(far(shares, exactMarginals(rbm, held))).toEqual([]);
  });

  it('have them after a ladder too, which ends at the temperature wanted', () => {
    const held = cases[0]!;
    const ladder = createLadder(rbm, 1, 3, 4);
    const clamp = clampOf(held);
    const shares = sampledMarginals(rbm, (chain) => runLadder(chain, ladder, clamp, 30));
    expect(far(shares, exactMarginals(rbm, held))).toEqual([]);
  });

  it('differ from those without a clamp, so the test can tell', () => {
    const held = cases[0]!;
    const free = exactMarginals(rbm, ['free', 'free', 'free', 'free', 'free', 'free', 'free']);
    const clamped = exactMarginals(rbm, held);
    expect(far(free, clamped).length).toBeGreaterThan(4);
  });
});

describe('a ladder', () => {
  it('comes down evenly, and takes half of its steps for the way', () => {
    const rbm = toyMachine(9, 3, 1);
    const ladder = createLadder(rbm, 0.5, 3, 5);
    expect(ladder.map(({ temperature }) => temperature)).toEqual([1.5, 1.25, 1, 0.75, 0.5]);
    expect(createLadder(rbm, 2, 1.5, 1).map(({ temperature }) => temperature)).toEqual([2]);
    const chain = started(createSampler(rbm), 0);
    const byHand = started(createSampler(rbm), 0);
    const clamp = clampOf(['on', ...Array.from({ length: 8 }, () => 'free' as const)]);
    runLadder(chain, ladder, clamp, 21);
    for (const [n, sampler] of ladder.entries()) runClampedChain(byHand, sampler, clamp, n < 4 ? 2 : 13);
    expect(chain).toEqual(byHand);
    expect(chain.step).toBe(21);
  });

  it('refuses what is no ladder', () => {
    const rbm = toyMachine(3, 2, 1);
    const cases: [number, number, number, string][] = [
      [0, 2, 3, 'temperature'],
      [1, 0.5, 3, 'hottest'],
      [60, 2, 3, 'hottest'],
      [1, 2, 0, 'rungs'],
    ];
    for (const [temperature, hottest, rungs, option] of cases) {
      expect(() => createLadder(rbm, temperature, hottest, rungs)).toThrow(expect.objectContaining({ option }));
    }
  });
});
