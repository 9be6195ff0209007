import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeEnergyOfUnits, meanFreeEnergy } from '../../src/rbm/kernels/free-energy.ts';
import { hiddenInput, oneHiddenInput } from '../../src/rbm/kernels/hidden-input.ts';
import { oneVisibleInput, visibleInput } from '../../src/rbm/kernels/visible-input.ts';
import { onesOf, packRows } from '../reference/bits.ts';
import { denseFreeEnergy } from '../reference/free-energy.ts';
import { denseHiddenInput, plainHiddenInput } from '../reference/hidden-input.ts';
import { toyMachine, toyRows, unevenMachine } from '../reference/toy.ts';
import { denseVisibleInput, plainVisibleInput } from '../reference/visible-input.ts';

const size = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 31, 32, 33, 50, 63, 65));
const shapes = fc.record({
  visible: size,
  hidden: size,
  seed: fc.integer(),
  density: fc.constantFrom(0, 0.04, 0.5, 1),
  scale: fc.constantFrom(0, 0.01, 1, 30),
});

describe('inputs', () => {
  it('of hidden units are the dense sums, bit for bit', () => {
    fc.assert(
      fc.property(shapes, ({ visible, hidden, seed, density, scale }) => {
        const rbm = unevenMachine(visible, hidden, seed, scale);
        const [v] = toyRows(1, visible, seed ^ 1, density);
        const active = onesOf(v);
        const out = new Float64Array(hidden).fill(NaN);
        hiddenInput(out, Uint32Array.from([...active, 4e9]), active.length, rbm.w, rbm.bh);
        expect([...out]).toEqual(denseHiddenInput(rbm, v));
        expect(plainHiddenInput(rbm, active)).toEqual(out);
        const alone = out.map(() => NaN);
        const list = Uint32Array.from(active);
        for (let j = 0; j < hidden; j++) oneHiddenInput(alone, j, list, list.length, rbm.w, rbm.bh, hidden);
        expect(alone).toEqual(out);
      }),
      { numRuns: 300 },
    );
  });

  it('of visible units are the dense sums, bit for bit', () => {
    fc.assert(
      fc.property(shapes, ({ visible, hidden, seed, density, scale }) => {
        const rbm = unevenMachine(visible, hidden, seed, scale);
        const [h] = toyRows(1, hidden, seed ^ 2, density);
        const active = onesOf(h);
        const out = new Float64Array(visible).fill(NaN);
        visibleInput(out, Uint32Array.from([...active, 4e9]), active.length, rbm.w, rbm.bv, hidden);
        expect([...out]).toEqual(denseVisibleInput(rbm, h));
        expect(plainVisibleInput(rbm, active)).toEqual(out);
        const alone = out.map(() => NaN);
        const list = Uint32Array.from(active);
        for (let i = 0; i < visible; i++) oneVisibleInput(alone, i, list, list.length, rbm.w, rbm.bv, hidden);
        expect(alone).toEqual(out);
      }),
      { numRuns: 300 },
    );
  });
});

describe('freeEnergy', () => {
  it('is the dense one, bit for bit', () => {
    fc.assert(
      fc.property(shapes, ({ visible, hidden, seed, density, scale }) => {
        const rbm = unevenMachine(visible, hidden, seed, scale);
        const [v] = toyRows(1, visible, seed ^ 3, density);
        const active = Uint32Array.from(onesOf(v));
        expect(freeEnergyOfUnits(rbm, active, active.length, new Float64Array(hidden))).toBe(denseFreeEnergy(rbm, v));
      }),
    );
  });

  it('is averaged over rows that lie evenly', () => {
    const rbm = toyMachine(9, 4, 5);
    const dense = toyRows(10, 9, 6);
    const mean = (places: number[]): number =>
      places.reduce((sum, row) => sum + denseFreeEnergy(rbm, dense[row]), 0) / places.length;
    expect(meanFreeEnergy({ rbm }, packRows(dense, 9), 512)).toBe(mean([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(meanFreeEnergy({ rbm }, packRows(dense, 9), 4)).toBe(mean([0, 2, 5, 7]));
    expect(meanFreeEnergy({ rbm }, packRows([], 9), 4)).toBeNaN();
  });
});
