import { describe, expect, it } from 'vitest';
import { sigmoid } from '../../src/math/functions/sigmoid.ts';
import { listInputs, sampleInputs } from '../../src/rbm/kernels/sample-inputs.ts';
import { type LogitBounds, logitBounds } from '../../src/rbm/packed/logit-bounds.ts';
import { UNDECIDED } from '../../src/rbm/packed/undecided-units.ts';
import { hardInput } from '../reference/close-calls.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { sampleUnits } from '../reference/sample.ts';
import { slow } from '../reference/slow.ts';
import { uniformsOf } from '../reference/uniforms.ts';

const TEMPERATURES = [1, 0.01, 0.5, 7, 100];
const UNITS = 2000;

/** Inputs that are nowhere in particular, equal to a bound or next to it, or no ordinary numbers. */
const SPECIAL = [0, -0, Infinity, -Infinity, NaN, 1e30, -1e30, 709.8, -709.8, 36.7, -36.7, 800, -800, 1e-300];

function inputs(uniforms: Uint32Array, temperature: number, round: number, next: () => number): Float64Array {
  const spread = [1, 6, 30, 800][round % 4] * temperature;
  const bounds = logitBounds(temperature);
  const scale = 2 ** -52;
  return Float64Array.from(uniforms, (u, n) => {
    const bound = (n % 2 === 0 ? bounds.off : bounds.on)[u >>> 22];
    switch (Math.floor(n / 2) % 8) {
      case 0:
        return bound * (1 + scale * ((n % 5) - 2));
      case 1:
        return SPECIAL[Math.floor(next() * SPECIAL.length)] * (n % 2 === 0 ? 1 : temperature);
      case 2:
        return spread * (2 * next() - 1);
      default:
        return hardInput(u, temperature, n + round);
    }
  });
}

/** How many of `rounds`·2,000 decisions differ from the exact sampler's. */
function differing(
  rounds: number,
  seed: number,
  boundsAt: (temperature: number) => LogitBounds = (temperature) => logitBounds(temperature),
): number {
  const next = mulberry32(seed);
  const key = new Uint32Array(2);
  const active = new Uint32Array(UNITS);
  const bounds = TEMPERATURES.map(boundsAt);
  let different = 0;
  for (let round = 0; round < rounds; round++) {
    key[0] = next() * 2 ** 32;
    key[1] = next() * 2 ** 32;
    const temperature = TEMPERATURES[round % TEMPERATURES.length];
    const uniforms = uniformsOf(key, UNITS);
    const input = inputs(uniforms, temperature, round, next);
    const count = sampleInputs(active, input, bounds[round % TEMPERATURES.length], temperature, key[0], key[1]);
    different += distance([...active.subarray(0, count)], sampleUnits(input, uniforms, 1 / temperature));
  }
  return different;
}

/** How many members two lists do not share. */
function distance(a: readonly number[], b: readonly number[]): number {
  const shared = new Set(a);
  return a.length + b.length - 2 * b.filter((n) => shared.has(n)).length;
}

/** How many of 10,000 units with this input fire. */
function firing(a: number, temperature: number): number {
  const bounds = logitBounds(temperature);
  return sampleInputs(new Uint32Array(10_000), new Float64Array(10_000).fill(a), bounds, temperature, 1, 2);
}

describe('sampleInputs', () => {
  it('decides a million times as the exact sampler does', () => {
    expect(differing(500, 1)).toBe(0);
  });

  it.skipIf(!slow('15 million sampling decisions from inputs'))(
    'decides 15 million times as the exact sampler does',
    () => expect(differing(7_500, 2)).toBe(0),
    600_000,
  );

  it('would not with bounds a hundred-thousandth of a nat too narrow', () => {
    expect(differing(25, 1, (temperature) => logitBounds(temperature, -1e-5))).toBeGreaterThan(0);
  });

  it('knows the ends: certain units, impossible ones, and no number', () => {
    for (const temperature of [0.01, 1, 100]) {
      for (const a of [40, Infinity, 1e30]) expect(firing(a * temperature, temperature)).toBe(10_000);
      for (const a of [-40, -800, -1e30, -Infinity, NaN]) expect(firing(a * temperature, temperature)).toBe(0);
    }
  });

  it('fires as often as the probability says', () => {
    const active = new Uint32Array(100_000);
    for (const [n, a] of [-4, -1, 0, 0.3, 2.5].entries()) {
      const p = 1 / (1 + Math.exp(-a));
      const count = sampleInputs(active, new Float64Array(100_000).fill(a), logitBounds(1), 1, n, 9);
      expect(Math.abs(count - 100_000 * p)).toBeLessThan(4 * Math.sqrt(100_000 * p * (1 - p)));
    }
  });
});

describe('logit bounds', () => {
  it.each([1, 0.01, 0.5, 7, 100])('enclose the logits of their cells at temperature %d', (temperature) => {
    const { off, on } = logitBounds(temperature);
    expect([off.length, on.length, off[0], on[1023]]).toEqual([1024, 1024, -Infinity, Infinity]);
    // Twice their margins further in they would be wrong: nor are they looser than they need be.
    const close = 2e-6 + 2e-7 / temperature;
    for (let t = 1; t < 1024; t++) {
      expect(sigmoid(off[t] / temperature)).toBeLessThan(t / 1024);
      expect(sigmoid(off[t] / temperature + close)).toBeGreaterThan(t / 1024);
      expect(sigmoid(on[t - 1] / temperature)).toBeGreaterThan(t / 1024);
      expect(sigmoid(on[t - 1] / temperature - close)).toBeLessThan(t / 1024);
    }
  });

  it('are as much wider as they are asked to be', () => {
    const exact = logitBounds(2);
    const wide = logitBounds(2, 0.25);
    for (let t = 1; t < 1023; t++) {
      expect(wide.off[t]).toBeCloseTo(exact.off[t] - 0.5, 12);
      expect(wide.on[t]).toBeCloseTo(exact.on[t] + 0.5, 12);
    }
  });
});

describe('listInputs', () => {
  it('leaves no decision out, and calls none settled that is not, however wrong the inputs', () => {
    const next = mulberry32(3);
    const key = new Uint32Array(2);
    const listed = new Uint32Array(UNITS);
    let undecided = 0;
    for (let round = 0; round < 100; round++) {
      key[0] = next() * 2 ** 32;
      key[1] = next() * 2 ** 32;
      const temperature = TEMPERATURES[round % TEMPERATURES.length];
      const uniforms = uniformsOf(key, UNITS);
      const input = inputs(uniforms, temperature, round, next);
      const terms = [4, 400, 12_000][round % 3];
      const error = terms / 4096;
      const near = input.map((a) => a + error * (2 * next() - 1));
      const count = listInputs(listed, near, terms, logitBounds(temperature), key[0], key[1]);
      const found = [...listed.subarray(0, count)];
      const certain = found.filter((n) => n < UNDECIDED);
      const perhaps = new Set(found.map((n) => n % UNDECIDED));
      const fired = sampleUnits(input, uniforms, 1 / temperature);
      expect(fired.filter((n) => !perhaps.has(n))).toEqual([]);
      expect(certain.filter((n) => !fired.includes(n))).toEqual([]);
      undecided += count - certain.length;
    }
    expect(undecided).toBeGreaterThan(1000);
  });
});
