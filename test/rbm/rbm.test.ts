import { describe, expect, it } from 'vitest';
import { createRbm, drawWeights, MOST_HIDDEN, MOST_VISIBLE } from '../../src/rbm/rbm.ts';
import { setDataBiases } from '../../src/rbm/training/data-biases.ts';
import { packRows } from '../reference/bits.ts';
import { fingerprint } from '../reference/fingerprint.ts';
import { toyRows } from '../reference/toy.ts';

function refused(option: string): unknown {
  return expect.objectContaining({ code: 'option-range', option });
}

function drawn(seed: string, mean = 0, deviation = 0.01): Float32Array {
  const rbm = createRbm(40, 25);
  drawWeights(rbm, seed, mean, deviation);
  expect([...rbm.bv, ...rbm.bh].every((x) => x === 0)).toBe(true);
  return rbm.w;
}

describe('createRbm', () => {
  it('makes a machine of zeros', () => {
    const rbm = createRbm(5, 3);
    expect([rbm.w.length, rbm.bv.length, rbm.bh.length]).toEqual([15, 5, 3]);
    expect([...rbm.w, ...rbm.bv, ...rbm.bh].every((x) => x === 0)).toBe(true);
  });

  it('refuses sizes out of range, naming them', () => {
    for (const size of [0, -1, 1.5, NaN, MOST_VISIBLE + 1])
      expect(() => createRbm(size, 1)).toThrow(refused('visible'));
    for (const size of [0, -1, 1.5, NaN, MOST_HIDDEN + 1]) expect(() => createRbm(1, size)).toThrow(refused('hidden'));
  });
});

describe('drawWeights', () => {
  it('depends on the seed alone and leaves the biases', () => {
    expect(drawn('a')).toEqual(drawn('a'));
    expect(drawn('a')).not.toEqual(drawn('b'));
    expect(fingerprint(drawn('a'))).toEqual('7d5b0ccf');
    const mean = drawn('a', 3, 1).reduce((sum, w) => sum + w, 0) / 1000;
    expect(Math.abs(mean - 3)).toBeLessThan(4 / Math.sqrt(1000));
  });
});

describe('setDataBiases', () => {
  it('gives each visible unit the log-odds of its share of the rows, one more on and one more off', () => {
    const dense = toyRows(30, 20, 1);
    for (const row of dense) {
      row[0] = 0;
      row[1] = 1;
    }
    const rbm = createRbm(20, 2);
    setDataBiases(rbm, packRows(dense, 20, 3, 1));
    rbm.bv.forEach((bias, i) => {
      const on = dense.reduce((sum, row) => sum + row[i], 0);
      expect(bias).toBeCloseTo(Math.log((on + 1) / (31 - on)), 6);
    });
    expect(rbm.bv[0]).toBe(Math.fround(-Math.log(31)));
    expect(rbm.bv[1]).toBe(Math.fround(Math.log(31)));
  });
});
