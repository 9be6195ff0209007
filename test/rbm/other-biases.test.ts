/**
 * A machine sampled with biases other than its own: the decisions of a machine that has them.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import { packBiases } from '../../src/rbm/packed/packed-rows.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { createUnits } from '../../src/rbm/sampling/active-units.ts';
import {
  computeExactHiddenInput,
  computeHiddenInput,
  createPlainSampler,
  sampleHidden,
  sampleVisible,
} from '../../src/rbm/sampling/plain-sampler.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyMachine } from '../reference/toy.ts';
import { fastHidden, fastVisible, unitsOf } from './fast.ts';

/** The same weights, other biases. */
function withBiases(rbm: Rbm, seed: number): Rbm {
  const other = toyMachine(rbm.visible, rbm.hidden, seed, 2);
  return { ...rbm, bv: other.bv, bh: other.bh };
}

/** Units that are on. */
function someOf(units: number, next: () => number): number[] {
  return Array.from({ length: units }, (_, n) => n).filter(() => next() < 0.3);
}

describe.each([
  [35, 9],
  [66, 50],
  [40, 193],
  [21, 1025],
])('other biases on %i × %i', (visible, hidden) => {
  const rbm = toyMachine(visible, hidden, 1, 0.3);
  const sampler = createPlainSampler(rbm, 1);

  it('are those of a machine that has them', () => {
    const next = mulberry32(hidden);
    const packed = new Float64Array(sampler.packed.biases.length);
    for (let n = 0; n < 50; n++) {
      const other = withBiases(rbm, n + 2);
      const twin = createPlainSampler(other, 1);
      const key = Uint32Array.of(n, hidden);
      const v = someOf(visible, next);
      const h = someOf(hidden, next);

      const fired = createUnits(hidden);
      const compute = n % 2 === 0 ? computeHiddenInput : computeExactHiddenInput;
      compute(sampler, unitsOf(v, visible), other.bh);
      sampleHidden(fired, sampler, key);
      expect([...fired.active.subarray(0, fired.count)]).toEqual(fastHidden(twin, v, key));

      const fit = packBiases(packed, sampler.packed, rbm, other.bv);
      expect(fit).toBe(hidden <= 1024);
      const shown = createUnits(visible);
      sampleVisible(shown, sampler, unitsOf(h, hidden), key, other.bv, fit ? packed : new Float64Array(0));
      expect([...shown.active.subarray(0, shown.count)]).toEqual(fastVisible(twin, h, key));
    }
  });
});

describe('biases that do not fit', () => {
  const rbm = toyMachine(12, 9, 1, 0.3);
  const sampler = createPlainSampler(rbm, 1);
  const packed = new Float64Array(sampler.packed.biases.length);

  it.each([1000, -1000, Number.NaN])('are found: %d', (bias) => {
    const biases = rbm.bv.slice();
    expect(packBiases(packed, sampler.packed, rbm, biases)).toBe(true);
    expect(packed).toEqual(sampler.packed.biases);
    biases[5] = bias;
    expect(packBiases(packed, sampler.packed, rbm, biases)).toBe(false);
  });

  it('are summed exactly', () => {
    const biases = rbm.bv.map((_, i) => (i % 2 === 0 ? 1000 : -1000));
    const shown = createUnits(12);
    sampleVisible(shown, sampler, unitsOf([1, 4], 9), Uint32Array.of(3, 4), biases, new Float64Array(0));
    expect([...shown.active.subarray(0, shown.count)]).toEqual([0, 2, 4, 6, 8, 10]);
  });
});
