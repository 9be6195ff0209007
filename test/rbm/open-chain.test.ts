import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { freeEnergyOfUnits } from '../../src/rbm/kernels/free-energy.ts';
import { createRbm, drawWeights } from '../../src/rbm/rbm.ts';
import { createChain, runChain, startFromNoise } from '../../src/rbm/sampling/gibbs-chain.ts';
import { openChain } from '../../src/rbm/sampling/open-chain.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';

const RBM = createRbm(40, 12);
drawWeights(RBM, 'open', 0, 0.8);

describe('openChain', () => {
  it('gives the states of the chain that sampling has, and its free energy', () => {
    const chain = openChain(RBM, { seed: 'a', index: 3, temperature: 1.5 });
    const sampler = createSampler(RBM, 1.5);
    const inner = createChain(sampler, seedState('a'), 3);
    startFromNoise(inner, sampler);
    for (const steps of [0, 1, 5, 100]) {
      chain.run(steps);
      runChain(inner, sampler, steps);
      const { visible, hidden } = inner;
      expect(chain.visible()).toEqual(visible.active.slice(0, visible.count));
      expect(chain.hidden()).toEqual(hidden.active.slice(0, hidden.count));
      expect(chain.step).toBe(inner.step);
      expect(chain.freeEnergy()).toBe(freeEnergyOfUnits(RBM, visible.active, visible.count, new Float64Array(12)));
    }
  });

  it('starts where it is set; what it gives is a copy', () => {
    const [a, b] = [openChain(RBM), openChain(RBM)];
    a.set([1, 2, 39]);
    expect(a.visible()).toEqual(Uint32Array.of(1, 2, 39));
    a.visible().fill(0);
    expect(a.visible()).toEqual(Uint32Array.of(1, 2, 39));
    a.set(b.visible());
    a.run(10);
    b.run(10);
    expect(a.visible()).toEqual(b.visible());
  });

  it.each([
    ['a unit too high', 'on', () => openChain(RBM).set([40])],
    ['units out of order', 'on', () => openChain(RBM).set([3, 3])],
    ['a part of a unit', 'on', () => openChain(RBM).set([0.5])],
    ['an index below 0', 'index', () => openChain(RBM, { index: -1 })],
    ['a temperature of 0', 'temperature', () => openChain(RBM, { temperature: 0 })],
    ['steps below 0', 'steps', () => openChain(RBM).run(-1)],
    ['no options', 'options', () => openChain(RBM, null as never)],
  ] as const)('refuses %s', (_, option, act) => {
    expect(act).toThrow(expect.objectContaining({ code: 'option-range', option }));
  });
});
