import { expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { createRbm, drawWeights } from '../../src/rbm/rbm.ts';
import { createChain, runChain } from '../../src/rbm/sampling/gibbs-chain.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { shuffledOrder } from '../../src/rbm/training/row-sets.ts';

const SEED = seedState('doors');
const RBM = createRbm(8, 3);
const SAMPLER = createSampler(RBM);

it.each<[string, string, () => unknown]>([
  ['a machine of more than 2²⁸ weights', 'hidden', () => createRbm(262144, 65536)],
  ['a machine of one weight too many', 'hidden', () => createRbm(65536, 4097)],
  ['no mean', 'mean', () => drawWeights(RBM, 'x', Number.NaN, 1)],
  ['no deviation', 'deviation', () => drawWeights(RBM, 'x', 0, Number.POSITIVE_INFINITY)],
  ['no seed for weights', 'seed', () => drawWeights(RBM, [] as never, 0, 1)],
  ['chain −1', 'index', () => createChain(SAMPLER, SEED, -1)],
  ['chain 2³²', 'index', () => createChain(SAMPLER, SEED, 4294967296)],
  ['no seed for a chain', 'seed', () => createChain(SAMPLER, new Uint32Array(0), 0)],
  ['a seed that is still a text', 'seed', () => createChain(SAMPLER, 'seed' as unknown as Uint32Array, 0)],
  ['NaN Gibbs steps', 'steps', () => runChain(createChain(SAMPLER, SEED, 0), SAMPLER, Number.NaN)],
  ['half a Gibbs step', 'steps', () => runChain(createChain(SAMPLER, SEED, 0), SAMPLER, 0.5)],
  ['a weight of NaN', 'w', () => createSampler({ ...RBM, w: Float32Array.from(RBM.w, () => Number.NaN) })],
  ['an infinite visible bias', 'bv', () => createSampler({ ...RBM, bv: Float32Array.from(RBM.bv, () => -Infinity) })],
  [
    'a hidden bias of NaN',
    'bh',
    () => createSampler({ ...RBM, bh: Float32Array.from(RBM.bh, (_, j) => (j === 2 ? Number.NaN : 0)) }),
  ],
  ['a weight too few', 'w', () => createSampler({ ...RBM, w: RBM.w.subarray(1) })],
  ['a hidden unit of too many', 'bh', () => createSampler({ ...RBM, hidden: 4 })],
  ['no machine', 'rbm', () => createSampler(undefined as unknown as typeof RBM)],
  ['an order of −1', 'count', () => shuffledOrder(-1, SEED, 3, 0)],
  ['an order of more than 2³¹', 'count', () => shuffledOrder(2147483649, SEED, 3, 0)],
])('%s: refused by name', (_, option, call) => {
  expect(call).toThrow(expect.objectContaining({ name: 'HarmoniumError', option }));
});

it('a chain is not run past the steps that can be counted', () => {
  const chain = createChain(SAMPLER, SEED, 4294967295);
  chain.step = 2147483646;
  expect(() => runChain(chain, SAMPLER, 2)).toThrow(expect.objectContaining({ option: 'steps' }));
  runChain(chain, SAMPLER, 1);
  expect(chain.step).toBe(2147483647);
});
