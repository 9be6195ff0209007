import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packingError, packWeights, repackAll, sumsFit } from '../../src/rbm/packed-weights.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { createSampler } from '../../src/rbm/sampler.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyMachine, unevenMachine } from '../reference/toy.ts';
import { plainVisibleInput } from '../reference/visible-input.ts';
import { changeWeight, fastSums, fastVisible } from './fast.ts';

/** A parameter in units of 1/8192 nats. */
function whole(x: number): number {
  return Math.floor(x * 8192 + 0.5);
}

/** The sums of whole numbers, one unit after another. */
function wholeSums({ visible, hidden, w, bv }: Rbm, active: readonly number[]): number[] {
  return Array.from({ length: visible }, (_, i) =>
    active.reduce((sum, j) => sum + whole(w[i * hidden + j]), whole(bv[i])),
  );
}

function all(units: number): number[] {
  return Array.from({ length: units }, (_, j) => j);
}

/** The float32 numbers just below, at and above this one, 8 each way. */
function around(x: number): number[] {
  const word = new Int32Array(1);
  const float = new Float32Array(word.buffer);
  return Array.from({ length: 17 }, (_, n) => {
    float[0] = x;
    word[0] += n - 8;
    return float[0];
  });
}

/** A pair of visible units for every pair of signs, and one alone: all parameters are of one size. */
function extreme(hidden: number, size: number): Rbm {
  const rbm = toyMachine(9, hidden, 1, 0);
  const signs = [1, 1, 1, -1, -1, 1, -1, -1, 1];
  for (let i = 0; i < 9; i++) {
    rbm.bv[i] = signs[i] * size;
    rbm.w.fill(signs[i] * size, i * hidden, (i + 1) * hidden);
  }
  return rbm;
}

describe('packed weights', () => {
  const size = fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(1, 2, 127, 128, 129, 255, 257));

  it('sum to whole numbers, both units of every pair, at most half a unit a term from the truth', () => {
    const scale = fc.constantFrom(0, 1e-5, 1, 20);
    const density = fc.constantFrom(0, 0.1, 0.5, 1);
    fc.assert(
      fc.property(
        size,
        fc.integer({ min: 1, max: 70 }),
        fc.integer(),
        scale,
        density,
        (visible, hidden, seed, s, d) => {
          const rbm = unevenMachine(visible, hidden, seed, s);
          const next = mulberry32(seed);
          const active = all(hidden).filter(() => next() < d);
          const sums = fastSums(packWeights(rbm), rbm, active);
          expect(sums.map((sum) => sum + 0)).toEqual(wholeSums(rbm, active).map((sum) => sum + 0));
          const exact = plainVisibleInput(rbm, active);
          const errors = sums.map((sum, i) => Math.abs(sum / 8192 - exact[i]));
          expect(Math.max(...errors)).toBeLessThanOrEqual(packingError(hidden));
        },
      ),
    );
  });

  it('follow thousands of changes to where they would be packed anew', () => {
    for (const [visible, hidden] of [
      [7, 5],
      [130, 50],
      [301, 9],
    ]) {
      const rbm = toyMachine(visible, hidden, 3, 2);
      const packed = packWeights(rbm);
      const next = mulberry32(visible);
      let largest = packed.largest;
      for (let n = 0; n < 20_000; n++) {
        const now = [1e-6, 0.01, 1, 60][n % 4] * (2 * next() - 1);
        changeWeight(packed, rbm, Math.floor(next() * visible), Math.floor(next() * (hidden + 1)), now);
        largest = Math.max(largest, Math.abs(Math.fround(now)));
      }
      const anew = packWeights(rbm);
      expect([packed.weights, packed.biases]).toEqual([anew.weights, anew.biases]);
      expect(packed.largest).toBe(largest);
      expect(anew.largest).toBe(Math.max(...[...rbm.w, ...rbm.bv].map((x) => Math.abs(x))));
      expect(fastSums(packed, rbm, all(hidden))).toEqual(wholeSums(rbm, all(hidden)));
    }
  });

  it('do not fit once a parameter was too large or no number, until they are packed anew', () => {
    for (const bad of [4096, -1e30, Infinity, -Infinity, NaN]) {
      for (const j of [1, 3]) {
        const rbm = toyMachine(4, 3, 1);
        const packed = packWeights(rbm);
        expect(sumsFit(packed, 3)).toBe(true);
        changeWeight(packed, rbm, 2, j, bad);
        expect(sumsFit(packed, 0)).toBe(false);
        expect(sumsFit(packWeights(rbm), 0)).toBe(false);
        changeWeight(packed, rbm, 2, j, 0.5);
        expect(sumsFit(packed, 0)).toBe(false);
        repackAll(packed, rbm);
        expect(packed).toEqual(packWeights(rbm));
        expect(sumsFit(packed, 3)).toBe(true);
      }
    }
  });
});

describe('the limit of packed sums', () => {
  it('lies at 4,096 nats, and up to it no sum runs over into its neighbour', () => {
    let fitting = 0;
    let beyond = 0;
    const wrong: string[] = [];
    for (const hidden of [1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 31, 47, 48, 49, 50, 51, 52, 63, 64, 65, 99, 127, 255, 499]) {
      const limit = 4096 / (hidden + 1);
      for (const size of [...around(limit), ...around(limit - 1 / 16384)]) {
        const sampler = createSampler(extreme(hidden, size));
        const active = all(hidden);
        if (sumsFit(sampler.packed, hidden)) {
          fitting++;
          const sums = fastSums(sampler.packed, sampler.rbm, active);
          if (`${sums}` !== `${wholeSums(sampler.rbm, active)}`) wrong.push(`${hidden} of ${size}: ${sums}`);
        } else {
          beyond++;
          if ((hidden + 1) * size < 4095.9) wrong.push(`${hidden} of ${size} would have fitted`);
        }
        // Such sums are far from every bound: what fires is what is positive.
        const fired = fastVisible(sampler, active, Uint32Array.of(hidden, 7));
        if (`${fired}` !== '0,1,2,5,8') wrong.push(`${hidden} of ${size} fire ${fired}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(Math.min(fitting, beyond)).toBeGreaterThan(200);
  });
});
