import { describe, expect, it } from 'vitest';
import { fillNormal } from '../../src/math/random/normal.ts';
import { bitsOf, fingerprint } from '../reference/fingerprint.ts';

function draws(length: number, key: [number, number], mean: number, deviation: number): Float32Array {
  const out = new Float32Array(length);
  fillNormal(out, Uint32Array.from(key), mean, deviation);
  return out;
}

describe('fillNormal', () => {
  it('has the moments of a normal distribution', () => {
    const n = 400_000;
    const x = draws(n, [1, 2], 0, 1);
    const moment = (power: number): number => x.reduce((sum, value) => sum + value ** power, 0) / n;
    // Standard errors of the first four moments of N(0, 1): √(1, 2, 15, 96)/√n.
    expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });

  it.each([
    ['a mean of −0', -0, 0],
    ['numbers too small for float32', 0, 1e-45],
    ['numbers too small for float32, below 0', -1e-60, 0],
  ])('has no −0 with %s', (_what, mean, deviation) => {
    const x = draws(1001, [5, 6], mean, deviation);
    expect(x.filter((value) => value === 0).length).toBeGreaterThan(300);
    expect(x.filter((value) => Object.is(value, -0))).toHaveLength(0);
  });

  it('has the normal share below each of seven bounds', () => {
    const n = 400_000;
    const x = draws(n, [3, 4], 0, 1);
    const shares = {
      '-3': 0.0013499,
      '-2': 0.0227501,
      '-1': 0.1586553,
      '0': 0.5,
      '0.5': 0.6914625,
      '1': 0.8413447,
      '2.5': 0.9937903,
    };
    for (const [bound, share] of Object.entries(shares)) {
      const found = x.reduce((count, value) => count + Number(value < Number(bound)), 0);
      expect(Math.abs(found - n * share)).toBeLessThan(4 * Math.sqrt(n * share * (1 - share)));
    }
  });

  it('scales and shifts', () => {
    const standard = draws(1000, [5, 6], 0, 1);
    const other = draws(1000, [5, 6], 0.01, 2);
    other.forEach((value, n) => expect(value).toBeCloseTo(0.01 + 2 * standard[n], 5));
    expect(draws(50, [5, 6], 0.25, 0)).toEqual(new Float32Array(50).fill(0.25));
  });

  it('begins alike whatever the length, odd ones too', () => {
    const long = draws(101, [7, 8], 0, 1);
    for (let length = 0; length <= 101; length++) expect(draws(length, [7, 8], 0, 1)).toEqual(long.slice(0, length));
  });

  it('is frozen', () => {
    expect(Array.from(draws(6, [9, 10], 0, 0.01), bitsOf)).toEqual([
      '3f76de11e0000000',
      '3f5f836c60000000',
      '3f5d59e560000000',
      'bf6414f940000000',
      '3f83001460000000',
      'bf96da5840000000',
    ]);
    expect(fingerprint(draws(100_000, [9, 10], 0, 0.01))).toEqual('fb395b12');
  });
});
