import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { sigmoid } from '../../src/math/sigmoid.ts';
import { freeEnergy, meanFreeEnergy } from '../../src/rbm/free-energy.ts';
import { hiddenInput } from '../../src/rbm/hidden-input.ts';
import { sampleUnits } from '../../src/rbm/sample-units.ts';
import { updateParameters } from '../../src/rbm/update.ts';
import { visibleInput } from '../../src/rbm/visible-input.ts';
import { denseOf, onesOf, packRows } from '../reference/bits.ts';
import { denseFreeEnergy } from '../reference/free-energy.ts';
import { denseHiddenInput } from '../reference/hidden-input.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { denseSample } from '../reference/sample.ts';
import { slow } from '../reference/slow.ts';
import { toyMachine, toyRows, unevenMachine } from '../reference/toy.ts';
import { updatedParameter } from '../reference/update.ts';
import { denseVisibleInput } from '../reference/visible-input.ts';

const size = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constantFrom(1, 31, 32, 33, 50, 63, 65));
const shapes = fc.record({
  visible: size,
  hidden: size,
  seed: fc.integer(),
  density: fc.constantFrom(0, 0.04, 0.5, 1),
  scale: fc.constantFrom(0, 0.01, 1, 30),
});

function refused(option: string): unknown {
  return expect.objectContaining({ code: 'length', option });
}

/** How many of `rounds`·1,000 decisions differ from the exact sampler's, half of them as close calls as there are. */
function differing(rounds: number, seed: number): number {
  const next = mulberry32(seed);
  const input = new Float64Array(1000);
  const uniforms = new Uint32Array(1000);
  const active = new Uint32Array(1000);
  let different = 0;
  for (let round = 0; round < rounds; round++) {
    const inverse = [1, 0.5, 2, 1 / 3][round % 4];
    const spread = [1, 6, 30, 800][Math.floor(next() * 4)];
    for (let n = 0; n < 1000; n++) {
      input[n] = spread * (2 * next() - 1);
      const close = Math.floor(sigmoid(inverse * input[n]) * 2 ** 32) + (n % 3) - 1;
      uniforms[n] = n % 2 === 0 ? next() * 2 ** 32 : Math.min(Math.max(close, 0), 2 ** 32 - 1);
    }
    const count = sampleUnits(active, input, uniforms, inverse);
    const exact = denseSample(input, uniforms, inverse);
    const found = denseOf(active, count, 1000);
    for (let n = 0; n < 1000; n++) different += Number(found[n] !== exact[n]);
    different += Number(exact.reduce((sum, on) => sum + on, 0) !== count);
  }
  return different;
}

function fires(a: number, u: number): boolean {
  return sampleUnits(new Uint32Array(1), Float64Array.of(a), Uint32Array.of(u), 1) === 1;
}

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
      }),
      { numRuns: 300 },
    );
  });

  it('refuse arrays whose lengths disagree, naming them', () => {
    const rbm = toyMachine(3, 2, 1);
    const none = new Uint32Array(0);
    expect(() => hiddenInput(new Float64Array(4), none, 0, rbm.w, rbm.bh)).toThrow(refused('bh'));
    expect(() => visibleInput(new Float64Array(4), none, 0, rbm.w, rbm.bv, 2)).toThrow(refused('bv'));
    expect(() => visibleInput(new Float64Array(3), none, 0, rbm.w, rbm.bv, 3)).toThrow(HarmoniumError);
    expect(() => visibleInput(new Float64Array(3), none, 0, rbm.w, rbm.bv, 3)).toThrow(refused('w'));
  });
});

describe('sampleUnits', () => {
  it('decides a million times as the exact sampler does', () => {
    expect(differing(1000, 1)).toBe(0);
  });

  it.skipIf(!slow('30 million sampling decisions'))(
    'decides 30 million times as the exact sampler does',
    () => expect(differing(30_000, 2)).toBe(0),
    120_000,
  );

  it('knows the ends: certain units, impossible ones, the largest and the smallest uniform', () => {
    expect([fires(40, 2 ** 32 - 1), fires(Infinity, 2 ** 32 - 1), fires(-709, 0)]).toEqual([true, true, true]);
    expect([fires(-Infinity, 0), fires(-800, 0), fires(-40, 1), fires(NaN, 0)]).toEqual([false, false, false, false]);
    expect([fires(0, 2 ** 31 - 1), fires(0, 2 ** 31)]).toEqual([true, false]);
  });

  it('fires as often as the probability says', () => {
    const next = mulberry32(3);
    const active = new Uint32Array(100_000);
    const uniforms = Uint32Array.from({ length: 100_000 }, () => next() * 2 ** 32);
    for (const a of [-4, -1, 0, 0.3, 2.5]) {
      const p = 1 / (1 + Math.exp(-a));
      const count = sampleUnits(active, new Float64Array(100_000).fill(a), uniforms, 1);
      expect(Math.abs(count - 100_000 * p)).toBeLessThan(4 * Math.sqrt(100_000 * p * (1 - p)));
    }
  });
});

describe('freeEnergy', () => {
  it('is the dense one, bit for bit', () => {
    fc.assert(
      fc.property(shapes, ({ visible, hidden, seed, density, scale }) => {
        const rbm = unevenMachine(visible, hidden, seed, scale);
        const [v] = toyRows(1, visible, seed ^ 3, density);
        const active = Uint32Array.from(onesOf(v));
        expect(freeEnergy(rbm, active, active.length, new Float64Array(hidden))).toBe(denseFreeEnergy(rbm, v));
      }),
    );
  });

  it('is averaged over rows that lie evenly', () => {
    const rbm = toyMachine(9, 4, 5);
    const dense = toyRows(10, 9, 6);
    const mean = (places: number[]): number =>
      places.reduce((sum, row) => sum + denseFreeEnergy(rbm, dense[row]), 0) / places.length;
    expect(meanFreeEnergy(rbm, packRows(dense, 9), 512)).toBe(mean([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    expect(meanFreeEnergy(rbm, packRows(dense, 9), 4)).toBe(mean([0, 2, 5, 7]));
    expect(meanFreeEnergy(rbm, packRows([], 9), 4)).toBeNaN();
  });
});

describe('updateParameters', () => {
  it('is the rule, bit for bit, and clears the gradient', () => {
    const steps = fc.record({
      rate: fc.double({ min: 0, max: 10, noNaN: true }),
      momentum: fc.double({ min: 0, max: 0.999, noNaN: true }),
      decay: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 32767 }), steps, (seed, examples, step) => {
        const next = mulberry32(seed);
        const parameter = Float32Array.from({ length: 50 }, () => 4 * next() - 2);
        const velocity = Float32Array.from({ length: 50 }, () => next() - 0.5);
        const gradient = Int32Array.from({ length: 50 }, () => examples * 65536 * (2 * next() - 1));
        const expected = Array.from(parameter, (p, n) => updatedParameter(p, velocity[n], gradient[n], examples, step));
        const scale = step.rate / examples / 65536;
        updateParameters(parameter, velocity, gradient, scale, step.momentum, step.rate * step.decay);
        expect([...parameter]).toEqual(expected.map(([p]) => p));
        expect([...velocity]).toEqual(expected.map(([, move]) => move));
        expect([...gradient]).toEqual(Array.from(gradient, () => 0));
      }),
    );
  });
});
