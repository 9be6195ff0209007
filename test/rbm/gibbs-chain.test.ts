import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PURPOSE } from '../../src/math/random/random.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { createChain, type GibbsChain, runChain, startFromNoise } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createSampler, type Sampler } from '../../src/rbm/sampling/sampler.ts';
import { denseOf } from '../reference/bits.ts';
import { denseGibbsStep } from '../reference/gibbs-step.ts';
import { denseSample } from '../reference/sample.ts';
import { toyMachine } from '../reference/toy.ts';
import { uniformsAt } from '../reference/uniforms.ts';

const seed = seedState('chains');

function visibleOf({ visible }: GibbsChain, { rbm }: Sampler): number[] {
  return denseOf(visible.active, visible.count, rbm.visible);
}

function hiddenOf({ hidden }: GibbsChain, { rbm }: Sampler): number[] {
  return denseOf(hidden.active, hidden.count, rbm.hidden);
}

function started(sampler: Sampler, index: number): GibbsChain {
  const chain = createChain(sampler, seed, index);
  startFromNoise(chain, sampler);
  return chain;
}

describe('a Gibbs chain', () => {
  it('begins with nothing on, or with noise as dense as its biases say', () => {
    const sampler = createSampler(toyMachine(300, 4, 1, 2), 0.5);
    expect(visibleOf(createChain(sampler, seed, 3), sampler)).toEqual(Array.from({ length: 300 }, () => 0));
    const noise = denseSample(sampler.rbm.bv, uniformsAt(seed, PURPOSE.start, 3, 0, 300));
    expect(visibleOf(started(sampler, 3), sampler)).toEqual(noise);
  });

  it('takes the steps of the dense one, bit for bit', () => {
    const size = fc.integer({ min: 1, max: 70 });
    const index = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const temperature = fc.constantFrom(1, 0.01, 0.5, 2, 3, 100);
    fc.assert(
      fc.property(size, size, fc.integer(), index, temperature, (visible, hidden, weights, i, t) => {
        const sampler = createSampler(toyMachine(visible, hidden, weights, 2), t);
        const chain = started(sampler, i);
        let v = visibleOf(chain, sampler);
        let h: number[] = [];
        for (let step = 0; step < 5; step++) {
          const forHidden = uniformsAt(seed, PURPOSE.chain, i, 2 * step, hidden);
          const forVisible = uniformsAt(seed, PURPOSE.chain, i, 2 * step + 1, visible);
          [v, h] = denseGibbsStep(sampler.rbm, v, forHidden, forVisible, t);
        }
        runChain(chain, sampler, 5);
        expect([visibleOf(chain, sampler), hiddenOf(chain, sampler), chain.step]).toEqual([v, h, 5]);
      }),
    );
  });

  it('is the same alone and among others', () => {
    const sampler = createSampler(toyMachine(80, 20, 2));
    const alone = started(sampler, 7);
    runChain(alone, sampler, 12);
    const all = Array.from({ length: 10 }, (_, n) => started(sampler, n));
    for (let step = 0; step < 12; step++) for (let n = 9; n >= 0; n--) runChain(all[n], sampler, 1);
    expect(visibleOf(all[7], sampler)).toEqual(visibleOf(alone, sampler));
    expect(new Set(all.map((chain) => visibleOf(chain, sampler).join(''))).size).toBe(10);
  });

  it('may stop and go on, with another sampler of the same machine', () => {
    const sampler = createSampler(toyMachine(40, 10, 3));
    const whole = started(sampler, 0);
    runChain(whole, sampler, 9);
    const parts = started(sampler, 0);
    for (const steps of [1, 0, 5, 3]) runChain(parts, createSampler(sampler.rbm), steps);
    expect([visibleOf(parts, sampler), hiddenOf(parts, sampler)]).toEqual([
      visibleOf(whole, sampler),
      hiddenOf(whole, sampler),
    ]);
  });

  it('grows wilder with temperature', () => {
    const rbm = toyMachine(200, 1, 4, 0);
    rbm.bv.fill(-3);
    const density = (temperature: number): number => {
      const sampler = createSampler(rbm, temperature);
      const chain = createChain(sampler, seed, 0);
      let sum = 0;
      for (let step = 0; step < 20; step++) {
        runChain(chain, sampler, 1);
        sum += chain.visible.count;
      }
      return sum / 4000;
    };
    expect(density(1)).toBeCloseTo(1 / (1 + Math.exp(3)), 1);
    expect(density(3)).toBeCloseTo(1 / (1 + Math.exp(1)), 1);
    expect(density(0.1)).toBe(0);
  });

  it('refuses temperatures out of range', () => {
    for (const temperature of [0, 0.009, 100.1, NaN, -1]) {
      expect(() => createSampler(toyMachine(3, 2, 1), temperature)).toThrow(
        expect.objectContaining({ code: 'option-range', option: 'temperature', got: String(temperature) }),
      );
    }
  });
});
