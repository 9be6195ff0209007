/**
 * Samplers on lanes beside plain ones: every decision of chains of all kinds.
 *
 * @module
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PURPOSE } from '../../src/math/random/random.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import type { Kernels } from '../../src/rbm/kernels/kernels.ts';
import { createRbm, type Rbm } from '../../src/rbm/rbm.ts';
import { createClamp, runClampedChain } from '../../src/rbm/sampling/clamp.ts';
import { createChain, type GibbsChain, runChain, startFromNoise } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createLadder, runLadder } from '../../src/rbm/sampling/ladder.ts';
import { openChain } from '../../src/rbm/sampling/open-chain.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { trainedMachine } from '../rbm/trained-machine.ts';
import { HARD_WEIGHTS, hardInput } from '../reference/close-calls.ts';
import { plainHiddenInput } from '../reference/hidden-input.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { sampleUnits } from '../reference/sample.ts';
import { slow } from '../reference/slow.ts';
import { toyMachine } from '../reference/toy.ts';
import { uniformsAt } from '../reference/uniforms.ts';
import { plainVisibleInput } from '../reference/visible-input.ts';
import { isPlain, lanes, stateOf } from './lanes.ts';

const TEMPERATURES = [1, 0.01, 0.1, 0.5, 1.7, 7, 30, 100];
const SEEDS = ['one', 'two', 'three'].map(seedState);
const PURPOSES = [PURPOSE.chain, PURPOSE.refill, PURPOSE.annealing];

/** Chains of many seeds, purposes and steps, which start from noise, from nothing or from everything. */
function chainsOf(rbm: Rbm, count: number, seed: number): GibbsChain[] {
  const next = mulberry32(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(list.length * next())];
  // In runs of one seed and purpose, as they come, and broken by others.
  let [state, purpose] = [SEEDS[0], PURPOSES[0]];
  return Array.from({ length: count }, (_, c) => {
    if (next() < 0.1) [state, purpose] = [pick(SEEDS), pick(PURPOSES)];
    const chain = createChain({ rbm }, state, pick([c, 2 ** 31 + c, 2 ** 32 - 1 - c]), purpose);
    chain.step = pick([0, 0, 17, 2 ** 30, 2 ** 31 - 200]);
    const start = next();
    if (start < 0.6) startFromNoise(chain, { rbm });
    else if (start < 0.8) {
      chain.visible.count = rbm.visible;
      for (let i = 0; i < rbm.visible; i++) chain.visible.active[i] = i;
    }
    return chain;
  });
}

/** Runs chains both ways, in several calls of so many steps; tells which differ, and how many units were sampled. */
function runBoth(
  rbm: Rbm,
  temperature: number,
  count: number,
  calls: readonly number[],
  seed: number,
): { different: string[]; decisions: number } {
  const samplers = [undefined, lanes()].map((kernels) => createSampler(rbm, temperature, kernels));
  const [plain, onLanes] = samplers.map(() => chainsOf(rbm, count, seed));
  const different: string[] = [];
  for (const steps of calls) {
    samplers[0].run(plain, steps);
    samplers[1].run(onLanes, steps);
    for (const [c, chain] of plain.entries()) {
      if (stateOf(chain) !== stateOf(onLanes[c])) different.push(`chain ${c} after ${chain.step}`);
    }
    if (different.length > 0) break;
  }
  const steps = calls.reduce((sum, call) => sum + call, 0);
  return { different, decisions: count * steps * (rbm.visible + rbm.hidden) };
}

describe('chains on lanes make the decisions of plain ones', () => {
  it('for machines, chains and temperatures of all kinds', () => {
    const runs = slow('10,000 kinds of chains') ? 10_000 : 150;
    let decisions = 0;
    fc.assert(
      fc.property(
        fc.record({
          visible: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(63, 64, 65, 128, 191, 1000)),
          hidden: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(16, 64, 191, 192, 193, 288, 289, 400)),
          count: fc.oneof(fc.integer({ min: 1, max: 200 }), fc.constantFrom(1, 2, 55, 56, 57, 112, 113)),
          calls: fc.array(fc.constantFrom(0, 1, 1, 2, 5, 50), { minLength: 1, maxLength: 3 }),
          temperature: fc.oneof(fc.constantFrom(...TEMPERATURES), fc.double({ min: 0.01, max: 100, noNaN: true })),
          size: fc.constantFrom(0, 1e-30, 1e-3, 0.1, 1, 4, 20),
          seed: fc.integer(),
        }),
        ({ visible, hidden, count, calls, temperature, size, seed }) => {
          // No more than is worth it.
          const most = Math.max(
            1,
            Math.floor(2e7 / (visible * hidden * calls.reduce<number>((sum, call) => sum + call, 1))),
          );
          const rbm = toyMachine(visible, hidden, seed, size);
          const outcome = runBoth(rbm, temperature, Math.min(count, most), calls, seed);
          decisions += outcome.decisions;
          expect(outcome.different).toEqual([]);
        },
      ),
      { numRuns: runs },
    );
    expect(decisions).toBeGreaterThan(1e6);
  }, 1_200_000);

  it('ten million times on trained weights, at any temperature', () => {
    const rbm = trainedMachine();
    let decisions = 0;
    for (const [n, temperature] of TEMPERATURES.entries()) {
      const outcome = runBoth(rbm, temperature, 60, [1, 10], n);
      decisions += outcome.decisions;
      expect({ temperature, different: outcome.different }).toEqual({ temperature, different: [] });
    }
    expect(decisions).toBeGreaterThan(10_000_000);
  });

  it.each([
    [2340, 400],
    [301, 1025],
    [2400, 2200],
    [5000, 3],
  ])('of machines as large as %i × %i', (visible, hidden) => {
    const rbm = toyMachine(visible, hidden, visible, 0.3);
    expect(isPlain(createSampler(rbm, 1, lanes()))).toBe(false);
    expect(runBoth(rbm, 1, 3, [2], 1).different).toEqual([]);
    expect(runBoth(rbm, 2.5, 20, [1], 2).different).toEqual([]);
  });

  it('which do not depend on the others in a call', () => {
    const rbm = toyMachine(200, 30, 1, 0.5);
    const sampler = createSampler(rbm, 1, lanes());
    const [together, alone, backwards] = [0, 1, 2].map(() => chainsOf(rbm, 130, 7));
    sampler.run(together, 9);
    for (const chain of alone) for (let s = 0; s < 9; s++) runChain(chain, sampler, 1);
    sampler.run(
      Array.from(backwards, (_, c) => backwards[backwards.length - 1 - c]),
      9,
    );
    expect(alone.map(stateOf)).toEqual(together.map(stateOf));
    expect(backwards.map(stateOf)).toEqual(together.map(stateOf));
  });

  it('none of them in a call without steps or chains', () => {
    const rbm = toyMachine(70, 9, 1, 0.5);
    const sampler = createSampler(rbm, 1, lanes());
    const [before, after] = [0, 1].map(() => chainsOf(rbm, 70, 7));
    sampler.run(after, 0);
    sampler.run([], 5);
    expect(after.map(stateOf)).toEqual(before.map(stateOf));
  });
});

/** Whole units to a nat, and by how many bits some weights are finer. */
const FINEST = 340;
const MOST_SHIFT = 5;

/**
 * A decision of each unit that is as hard as can be: biases are such that inputs lie at the unit's uniform number, at the end of a cell
 * of the bounds, or as far beside them as sums of whole numbers may be off.
 */
function aim(
  biases: Float32Array,
  inputs: (rbm: Rbm) => ArrayLike<number>,
  rbm: Rbm,
  uniforms: ArrayLike<number>,
  terms: number,
  temperature: number,
  shift: number,
): void {
  biases.fill(0);
  const without = inputs(rbm);
  for (let n = 0; n < biases.length; n++) {
    const error = (terms / 2 / FINEST) * Math.max(1, temperature) * 2 ** -((n + shift) % (MOST_SHIFT + 1));
    biases[n] = hardInput(uniforms[n], temperature, n + 5 * shift, error) - without[n];
  }
}

/** Hard decisions of one chain among others; tells what is wrong, by the exact sampler. */
function hardDecisions(rounds: number, seed: number): { wrong: string[]; decisions: number } {
  const next = mulberry32(seed);
  const wrong: string[] = [];
  let decisions = 0;
  for (let round = 0; round < rounds; round++) {
    const hidden = [50, 1, 7, 64, 49, 200, 192][round % 7];
    const visible = [301, 129, 64][round % 3];
    const temperature = TEMPERATURES[round % TEMPERATURES.length];
    for (const [name, weight] of HARD_WEIGHTS) {
      const rbm = createRbm(visible, hidden);
      for (let n = 0; n < rbm.w.length; n++) rbm.w[n] = weight(next(), hidden);
      const density = [1, 0.5, 0.1][Math.floor(3 * next())];
      const given = Array.from({ length: visible }, (_, i) => i).filter(() => next() < density);
      const at = (ahead: number, units: number): Uint32Array =>
        uniformsAt(SEEDS[0], PURPOSE.chain, round, 6 + ahead, units);
      const ofHidden = at(0, hidden);
      aim(rbm.bh, (m) => plainHiddenInput(m, given), rbm, ofHidden, given.length + 1, temperature, round);
      const on = sampleUnits(plainHiddenInput(rbm, given), ofHidden, 1 / temperature);
      const ofVisible = at(1, visible);
      aim(rbm.bv, (m) => plainVisibleInput(m, on), rbm, ofVisible, on.length + 2, temperature, round);
      const shown = sampleUnits(plainVisibleInput(rbm, on), ofVisible, 1 / temperature);
      // Many rows, among them others that are denser: the sums may be taken by tables.
      const chains = Array.from({ length: [1, 3, 20][round % 3] }, () => createChain({ rbm }, SEEDS[0], round));
      for (const chain of chains) {
        chain.step = 3;
        chain.visible.active.set(given);
        chain.visible.count = given.length;
      }
      createSampler(rbm, temperature, lanes()).run(chains, 1);
      for (const chain of chains) {
        if (stateOf(chain) !== `${round}: 4: ${shown.join()} | ${on.join()}`) wrong.push(`${name}, round ${round}`);
      }
      decisions += visible + hidden;
    }
  }
  return { wrong, decisions };
}

describe('decisions that are as hard as can be', () => {
  it('are those of the exact sampler', () => {
    const { wrong, decisions } = hardDecisions(slow('1,000 rounds of hard decisions') ? 1000 : 84, 1);
    expect(wrong).toEqual([]);
    expect(decisions).toBeGreaterThan(200_000);
  }, 1_200_000);
});

describe('what uses samplers', () => {
  const rbm = toyMachine(150, 40, 3, 0.6);
  const held = Uint8Array.from({ length: 150 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const clamp = createClamp(
    held,
    Uint32Array.from({ length: 25 }, (_, n) => 6 * n),
  );

  /** The states of chains by plain kernels and on lanes. */
  const both = (run: (chain: GibbsChain, kernels: Kernels | undefined) => void): string[][] =>
    [undefined, lanes()].map((kernels) =>
      chainsOf(rbm, 30, 4).map((chain) => {
        run(chain, kernels);
        return stateOf(chain);
      }),
    );

  it.each([1, 0.3, 20])('clamps hold the same units: temperature %d', (temperature) => {
    const [plain, onLanes] = both((chain, kernels) => {
      const sampler = createSampler(rbm, temperature, kernels);
      for (let n = 0; n < 5; n++) runClampedChain(chain, sampler, clamp, 3);
    });
    expect(onLanes).toEqual(plain);
  });

  it.each([
    [1, 2, 8],
    [0.5, 100, 5],
    [3, 1, 1],
  ])('ladders lead to the same layers: temperature %d, hottest %d, %i rungs', (temperature, hottest, rungs) => {
    const ladders = new Map(
      [undefined, lanes()].map((kernels) => [kernels, createLadder(rbm, temperature, hottest, rungs, kernels)]),
    );
    const [plain, onLanes] = both((chain, kernels) => runLadder(chain, ladders.get(kernels) ?? [], clamp, 40));
    expect(onLanes).toEqual(plain);
  });

  it('open chains are the same', () => {
    const [plain, onLanes] = [undefined, lanes()].map((kernels) => {
      const chain = openChain(rbm, { seed: 'open', index: 3, temperature: 0.8, kernels });
      const states = [0, 1, 30].map((steps) => {
        chain.run(steps);
        return [chain.step, chain.visible(), chain.hidden(), chain.freeEnergy()];
      });
      chain.set([1, 5, 149]);
      chain.run(2);
      return { states, visible: chain.visible(), hidden: chain.hidden() };
    });
    expect(onLanes).toEqual(plain);
  });
});
