import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moveRow, repackRows } from '../../src/rbm/packed/packed-rows.ts';
import { type PackedWeights, packWeights, repackAll } from '../../src/rbm/packed/packed-weights.ts';
import { hiddenSums } from '../../src/rbm/packed/packed2-sums.ts';
import { packed2Error, packed2Terms } from '../../src/rbm/packed/packed2-weights.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { createPlainSampler } from '../../src/rbm/sampling/plain-sampler.ts';
import { plainHiddenInput } from '../reference/hidden-input.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { toyMachine, unevenMachine } from '../reference/toy.ts';
import { plainVisibleInput } from '../reference/visible-input.ts';
import { fastSums, fastVisible } from './fast.ts';

/** The nearest whole number, halves to the even one. */
function whole(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
}

/** The sums of whole numbers, one unit after another. */
function wholeSums({ visible, hidden, w, bv }: Rbm, scale: number, active: readonly number[]): number[] {
  return Array.from({ length: visible }, (_, i) =>
    active.reduce((sum, j) => sum + whole(scale * w[i * hidden + j]), whole(scale * bv[i])),
  );
}

function all(units: number): number[] {
  return Array.from({ length: units }, (_, j) => j);
}

/** What counts and balances are multiplied by. */
const SCALES = [1e-6, 1e-4, 0.05].map((perCount) => Float64Array.of(perCount, 0.1));

/** What has to follow the weights. */
function copies({ toVisible, toHidden, biases, l1Bounds }: PackedWeights): Float64Array[] {
  return [toVisible, toHidden, biases, l1Bounds];
}

/** A machine all of whose parameters are of one size, with every pattern of signs in a block, and one unit too many. */
function extreme(hidden: number, size: number): Rbm {
  const rbm = toyMachine(65, hidden, 1, 0);
  for (let i = 0; i < 65; i++) {
    const sign = (Math.floor(i / 4) >> (i % 4)) % 2 === 0 ? 1 : -1;
    rbm.bv[i] = sign * size;
    rbm.w.fill(sign * size, i * hidden, (i + 1) * hidden);
  }
  return rbm;
}

const shape = {
  visible: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(1, 2, 31, 32, 33, 127, 129)),
  hidden: fc.oneof(fc.integer({ min: 1, max: 70 }), fc.constantFrom(192, 193, 200)),
  seed: fc.integer(),
  scale: fc.constantFrom(0, 1e-5, 0.3, 1, 20),
  density: fc.constantFrom(0, 0.1, 0.5, 1),
};

describe('sums of visible units', () => {
  it('are whole numbers, each unit its own, at most half a unit a term from the truth', () => {
    fc.assert(
      fc.property(fc.record(shape), ({ visible, hidden, seed, scale, density }) => {
        const rbm = unevenMachine(visible, hidden, seed, scale);
        const next = mulberry32(seed);
        const active = all(hidden).filter(() => next() < density);
        const packed = packWeights(rbm, 1);
        fc.pre(packed.scale > 0);
        const sums = fastSums(packed, rbm, active);
        expect(sums).toEqual(wholeSums(rbm, packed.scale, active).map((sum) => sum + 0));
        const exact = plainVisibleInput(rbm, active);
        for (const [i, sum] of sums.entries()) {
          expect(Math.abs(sum - packed.scale * exact[i])).toBeLessThanOrEqual((active.length + 1) / 2 + 1e-6);
        }
      }),
    );
  });
});

describe('sums by doubles', () => {
  it('lie as near the truth as is said, over any number of units', () => {
    fc.assert(
      fc.property(fc.record(shape), fc.constantFrom(1, 7, 255), ({ visible, hidden, seed, scale, density }, most) => {
        const rbm = unevenMachine(visible, hidden, seed, scale);
        const next = mulberry32(seed);
        const active = all(visible).filter(() => next() < density);
        const packed = packWeights(rbm, 1);
        fc.pre(packed.scale > 0);
        const out = new Float64Array(hidden).fill(NaN);
        const sums = new Float64Array(packed.doubles).fill(NaN);
        const fit = Math.min(most, packed2Terms(packed.largest / packed.scale));
        hiddenSums(out, sums, packed.toHidden, fit, Uint32Array.from(active), active.length, rbm.bh);
        const exact = plainHiddenInput(rbm, active);
        for (const [j, a] of out.entries()) {
          expect(Math.abs(a - exact[j])).toBeLessThanOrEqual(packed2Error(active.length) + 1e-9);
        }
      }),
    );
  });

  it('do not run over into their neighbours, where all weights are as large as the scale allows', () => {
    for (const scale of [64, 32, 4, 1]) {
      const most = packed2Terms(2047 / scale);
      const rbm = toyMachine(most, 4, 1, 0);
      const size = 2040 / scale;
      for (let i = 0; i < most; i++) rbm.w.set([size, size, -size, size], 4 * i);
      const packed = { ...packWeights(rbm, 1) };
      expect(packed.scale).toBe(scale / 2 >= 1 ? packed.scale : 0);
      const bytes = new Float64Array(most * packed.doubles);
      for (let i = 0; i < most; i++) {
        bytes[i * packed.doubles] = whole(size * 2048) * (1 + 2 ** 26);
        bytes[i * packed.doubles + 1] = whole(size * 2048) * (2 ** 26 - 1);
      }
      const out = new Float64Array(4);
      hiddenSums(out, new Float64Array(packed.doubles), bytes, most, Uint32Array.from(all(most)), most, rbm.bh);
      expect([...out]).toEqual([1, 1, -1, 1].map((sign) => (sign * most * whole(size * 2048)) / 2048));
    }
  });
});

describe('packed weights', () => {
  it('follow thousands of changes to where they would be packed anew', () => {
    for (const [visible, hidden] of [
      [7, 5],
      [130, 50],
      [301, 9],
      [37, 193],
    ]) {
      const rbm = toyMachine(visible, hidden, 3, 2);
      const packed = packWeights(rbm, 1);
      const next = mulberry32(visible);
      const counts = new Int32Array(hidden + 1);
      let repacked = 0;
      for (let n = 0; n < 3_000; n++) {
        const density = [0, 0.05, 0.5, 1][n % 4];
        for (let j = 0; j < hidden; j++) counts[j] = next() < density ? 255 * next() - 127 : 0;
        const unit = Math.floor(next() * visible);
        if (moveRow(packed, rbm, unit, counts, Math.floor(9 * next()) - 4, SCALES[n % (hidden > 192 ? 2 : 3)]))
          continue;
        repackAll({ packed, rbm });
        repacked++;
      }
      const anew = packWeights(rbm, 1);
      anew.scale = packed.scale;
      for (let block = 0; block < anew.blocks; block++) expect(repackRows(anew, rbm, block)).toBe(true);
      expect(copies(packed)).toEqual(copies(anew));
      // Quads have grown out of their finest scale; doubles have but one.
      expect(packed.scale < packed.finest).toBe(hidden <= 192);
      expect(repacked > 0).toBe(hidden <= 192);
    }
  });

  it('move weights as the rule says', () => {
    const rbm = toyMachine(6, 5, 3, 2);
    const [w, bv] = [rbm.w.slice(), rbm.bv.slice()];
    const packed = packWeights(rbm, 1);
    moveRow(packed, rbm, 2, Int32Array.of(3, 0, 0, -1, 127, 0), 2, Float64Array.of(0.01, 0.125));
    for (const [j, count] of [3, 0, 0, -1, 127].entries()) w[10 + j] += 0.01 * count;
    bv[2] += 0.25;
    expect([rbm.w, rbm.bv]).toEqual([w, bv]);
  });

  it('cannot be used when a parameter is too large or no number, until they are packed anew', () => {
    for (const bad of [3000, -1e30, Infinity, -Infinity, NaN]) {
      for (const part of ['w', 'bv'] as const) {
        const rbm = toyMachine(4, 3, 1);
        const good = rbm[part][2];
        rbm[part][2] = bad;
        const packed = packWeights(rbm, 1);
        expect(packed.scale).toBe(0);
        rbm[part][2] = good;
        repackAll({ packed, rbm });
        expect(packed).toEqual(packWeights(rbm, 1));
        expect(packed.scale).toBe(64);
      }
    }
  });

  it('are told when a change makes them too large', () => {
    for (const bad of [3000, -1e30, Infinity, NaN]) {
      const rbm = toyMachine(5, 3, 1);
      const packed = packWeights(rbm, 1);
      expect(moveRow(packed, rbm, 4, Int32Array.of(0, 1, 0, 0), 0, Float64Array.of(0.1, 0))).toBe(true);
      expect(moveRow(packed, rbm, 4, Int32Array.of(0, 1, 0, 0), 0, Float64Array.of(bad, 0))).toBe(false);
      expect(
        moveRow(
          packWeights(toyMachine(5, 3, 1), 1),
          toyMachine(5, 3, 1),
          4,
          new Int32Array(4),
          1,
          Float64Array.of(0, bad),
        ),
      ).toBe(false);
    }
  });

  it('are not used above 1,024 hidden units', () => {
    expect([1024, 1025].map((hidden) => packWeights(extreme(hidden, 0.01), 1).scale)).toEqual([2048, 0]);
  });

  it('take no memory above 1,024 hidden units, nor when they are made anew', () => {
    for (const hidden of [1025, 1026, 4000]) {
      const rbm = extreme(hidden, 0.01);
      const { packed, workspace } = createPlainSampler(rbm, 1);
      expect(repackRows(packed, rbm, 0)).toBe(true);
      repackAll({ packed, rbm });
      expect(copies(packed).map(({ length }) => length)).toEqual([0, 0, 0, 0]);
      expect(workspace.visibleSums).toHaveLength(0);
      expect(packed).toMatchObject({ groups: 0, scale: 0, blocks: 17 });
    }
    expect(copies(packWeights(extreme(1024, 0.01), 1)).map(({ length }) => length)).toEqual([
      5 * 1024 * 8,
      65 * 512,
      5 * 8,
      65,
    ]);
  });

  it('are as fine as their sums and the temperature allow', () => {
    const scales = [0.5, 3, 10, 100, 600].map((size) => packWeights(extreme(1, size), 1).scale);
    expect(scales).toEqual([64, 64, 64, 8, 1]);
    expect([0.01, 1, 5, 7, 50, 100].map((temperature) => packWeights(extreme(1, 1), temperature).scale)).toEqual([
      64, 64, 64, 32, 4, 2,
    ]);
  });
});

describe('the limit of packed sums', () => {
  it('lies at 2,047 units, and up to it no sum runs over into its neighbour', () => {
    let fitting = 0;
    let beyond = 0;
    const wrong: string[] = [];
    for (const hidden of [1, 2, 3, 4, 5, 8, 11, 12, 31, 47, 48, 49, 50, 51, 63, 64, 65, 127, 191, 192]) {
      for (const scale of [64, 4, 1]) {
        const limit = (2047 - 2 * Math.floor((hidden + 2) / 2)) / scale / (hidden + 1);
        for (const step of [-2, -1, 0, 1, 2]) {
          const size = limit * (1 + step / 500);
          const sampler = createPlainSampler(extreme(hidden, size), 1);
          const { packed, rbm } = sampler;
          const active = all(hidden);
          if (packed.scale > 0) fitting++;
          else beyond++;
          const room = 2047 - 2 * Math.floor((hidden + 2) / 2);
          const sums = packed.scale > 0 ? fastSums(packed, rbm, active) : [];
          if (`${sums}` !== `${packed.scale > 0 ? wholeSums(rbm, packed.scale, active) : []}`)
            wrong.push(`${hidden} of ${size}`);
          if (packed.scale === 0 && (hidden + 1) * (size + 0.5) <= room) wrong.push(`${hidden} of ${size} would fit`);
          // A sum this far from 0 leaves no doubt.
          if (size * (hidden + 1) < 25) continue;
          const fired = fastVisible(sampler, active, Uint32Array.of(hidden, 7));
          if (`${fired}` !== `${all(65).filter((i) => rbm.bv[i] > 0)}`)
            wrong.push(`${hidden} of ${size} fire ${fired}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(Math.min(fitting, beyond)).toBeGreaterThan(30);
  });

  it('lies at 256 nats where visible ones go by doubles', () => {
    for (const hidden of [193, 194, 255, 499, 1024]) {
      const limit = (2048 * 256 - 2 * Math.floor((hidden + 2) / 2)) / 2048 / (hidden + 1);
      expect(createPlainSampler(extreme(hidden, 1.005 * limit), 1).packed.scale).toBe(0);
      const sampler = createPlainSampler(extreme(hidden, 0.995 * limit), 1);
      const { packed, rbm } = sampler;
      expect(packed.scale).toBe(2048);
      const active = all(hidden);
      expect(fastSums(packed, rbm, active)).toEqual(wholeSums(rbm, 2048, active));
      expect(fastVisible(sampler, active, Uint32Array.of(hidden, 7))).toEqual(all(65).filter((i) => rbm.bv[i] > 0));
      // All units on at once, in as many goes as it takes.
      const exact = plainHiddenInput(rbm, all(65));
      const out = new Float64Array(hidden);
      const most = packed2Terms(packed.largest / packed.scale);
      hiddenSums(out, new Float64Array(packed.doubles), packed.toHidden, most, Uint32Array.from(all(65)), 65, rbm.bh);
      for (const [j, a] of out.entries()) expect(Math.abs(a - exact[j])).toBeLessThanOrEqual(packed2Error(65));
    }
  });
});
