import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PURPOSE, streamKey, uniform } from '../../src/math/random.ts';
import { seedState } from '../../src/math/seed-state.ts';
import { createChain, type GibbsChain, runChain, startFromNoise } from '../../src/rbm/gibbs-chain.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { denseOf } from '../reference/bits.ts';
import { denseGibbsStep } from '../reference/gibbs-step.ts';
import { denseSample } from '../reference/sample.ts';
import { toyMachine } from '../reference/toy.ts';

const seed = seedState('chains');

function numbers(purpose: number, index: number, round: number, length: number): number[] {
  const key = new Uint32Array(2);
  streamKey(key, seed, purpose, index, round);
  return Array.from({ length }, (_, n) => uniform(key[0], key[1], n));
}

function visibleOf({ visible, rbm }: GibbsChain): number[] {
  return denseOf(visible.active, visible.count, rbm.visible);
}

function hiddenOf({ hidden, rbm }: GibbsChain): number[] {
  return denseOf(hidden.active, hidden.count, rbm.hidden);
}

function started(rbm: Rbm, index: number): GibbsChain {
  const chain = createChain(rbm, seed, index);
  startFromNoise(chain);
  return chain;
}

describe('a Gibbs chain', () => {
  it('begins with nothing on, or with noise as dense as its biases say', () => {
    const rbm = toyMachine(300, 4, 1, 2);
    expect(visibleOf(createChain(rbm, seed, 3))).toEqual(Array.from({ length: 300 }, () => 0));
    expect(visibleOf(started(rbm, 3))).toEqual(denseSample(rbm.bv, numbers(PURPOSE.start, 3, 0, 300)));
  });

  it('takes the steps of the dense one, bit for bit', () => {
    const size = fc.integer({ min: 1, max: 70 });
    const index = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(size, size, fc.integer(), index, fc.constantFrom(1, 0.5, 2, 3), (visible, hidden, weights, i, t) => {
        const rbm = toyMachine(visible, hidden, weights, 2);
        const chain = started(rbm, i);
        let v = visibleOf(chain);
        let h: number[] = [];
        for (let step = 0; step < 5; step++) {
          const forHidden = numbers(PURPOSE.chain, i, 2 * step, hidden);
          const forVisible = numbers(PURPOSE.chain, i, 2 * step + 1, visible);
          [v, h] = denseGibbsStep(rbm, v, forHidden, forVisible, t);
        }
        runChain(chain, 5, t);
        expect([visibleOf(chain), hiddenOf(chain), chain.step]).toEqual([v, h, 5]);
      }),
    );
  });

  it('is the same alone and among others', () => {
    const rbm = toyMachine(80, 20, 2);
    const alone = started(rbm, 7);
    runChain(alone, 12, 1);
    const all = Array.from({ length: 10 }, (_, n) => started(rbm, n));
    for (let step = 0; step < 12; step++) for (let n = 9; n >= 0; n--) runChain(all[n], 1, 1);
    expect(visibleOf(all[7])).toEqual(visibleOf(alone));
    expect(new Set(all.map((chain) => visibleOf(chain).join(''))).size).toBe(10);
  });

  it('may stop and go on', () => {
    const rbm = toyMachine(40, 10, 3);
    const whole = started(rbm, 0);
    runChain(whole, 9, 1);
    const parts = started(rbm, 0);
    for (const steps of [1, 0, 5, 3]) runChain(parts, steps, 1);
    expect([visibleOf(parts), hiddenOf(parts)]).toEqual([visibleOf(whole), hiddenOf(whole)]);
  });

  it('grows wilder with temperature', () => {
    const rbm = toyMachine(200, 1, 4, 0);
    rbm.bv.fill(-3);
    const density = (temperature: number): number => {
      const chain = createChain(rbm, seed, 0);
      let sum = 0;
      for (let step = 0; step < 20; step++) {
        runChain(chain, 1, temperature);
        sum += chain.visible.count;
      }
      return sum / 4000;
    };
    expect(density(1)).toBeCloseTo(1 / (1 + Math.exp(3)), 1);
    expect(density(3)).toBeCloseTo(1 / (1 + Math.exp(1)), 1);
    expect(density(0.1)).toBe(0);
  });
});
