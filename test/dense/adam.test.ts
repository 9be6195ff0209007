import { describe, expect, it } from 'vitest';
import { adamRate, adamRoot, moveAdam } from '../../src/dense/adam.ts';
import { clipFactor, sumOfSquares } from '../../src/dense/clip.ts';
import { HarmoniumError } from '../../src/error.ts';
import { bitsOfFloats, floats } from './values.ts';

/** Kingma and Ba (2015), algorithm 1, in float64. Gives the parameters after each step. */
function paperAdam(
  w: number[],
  gradients: Float32Array[],
  rate: number,
  b1: number,
  b2: number,
  e: number,
): number[][] {
  const m = w.map(() => 0);
  const v = w.map(() => 0);
  return gradients.map((g, n) => {
    const t = n + 1;
    for (let k = 0; k < w.length; k++) {
      m[k] = b1 * m[k] + (1 - b1) * g[k];
      v[k] = b2 * v[k] + (1 - b2) * g[k] ** 2;
      const mHat = m[k] / (1 - b1 ** t);
      const vHat = v[k] / (1 - b2 ** t);
      w[k] -= (rate * mHat) / (Math.sqrt(vHat) + e);
    }
    return [...w];
  });
}

describe('moveAdam', () => {
  it('is the algorithm of the paper', () => {
    for (const [b1, b2, rate] of [
      [0.9, 0.999, 1e-3],
      [0.9, 0.99, 1e-2],
      [0.5, 0.9, 0.1],
    ]) {
      const w = floats(37, 1);
      const [m, v] = [new Float32Array(37), new Float32Array(37)];
      const gradients = Array.from({ length: 60 }, (_, n) => floats(37, 2 + n).map((g, k) => g * 2 ** ((k % 20) - 15)));
      const paper = paperAdam([...w], gradients, rate, b1, b2, 1e-8);
      for (const [n, dw] of gradients.entries()) {
        moveAdam(w, m, v, dw, 37, rate, b1, b2, 1e-8, n + 1, 1);
        // A step is about the rate; each of the n + 1 before it rounds a parameter of size 1 once.
        for (let k = 0; k < 37; k++)
          expect(Math.abs(w[k] - paper[n][k])).toBeLessThan((n + 1) * (2e-6 * rate + 2 ** -24));
      }
    }
  });

  it('scales the gradient first', () => {
    const [a, b] = [floats(9, 5), floats(9, 5)];
    const [m, v, p, q] = Array.from({ length: 4 }, () => new Float32Array(9));
    const dw = floats(9, 6);
    moveAdam(a, m, v, dw, 9, 0.1, 0.9, 0.999, 1e-8, 1, 0.3);
    moveAdam(
      b,
      p,
      q,
      dw.map((g) => g * Math.fround(0.3)),
      9,
      0.1,
      0.9,
      0.999,
      1e-8,
      1,
      1,
    );
    expect([bitsOfFloats(a), bitsOfFloats(m), bitsOfFloats(v)]).toEqual([b, p, q].map(bitsOfFloats));
  });

  it('moves nothing without a gradient, and no further than the count', () => {
    const w = Float32Array.of(1, 2, 3);
    const [m, v, dw] = [new Float32Array(3), new Float32Array(3), Float32Array.of(0, 1, 1)];
    moveAdam(w, m, v, dw, 2, 0.5, 0.9, 0.999, 1e-8, 1, 1);
    expect(w[0]).toBe(1);
    expect(w[1]).toBeCloseTo(1.5, 6);
    expect([w[2], m[2], v[2]]).toEqual([3, 0, 0]);
  });

  it('keeps a NaN where it came', () => {
    const w = Float32Array.of(1, 1);
    const [m, v] = [new Float32Array(2), new Float32Array(2)];
    moveAdam(w, m, v, Float32Array.of(NaN, 1), 2, 0.5, 0.9, 0.999, 1e-8, 1, 1);
    moveAdam(w, m, v, Float32Array.of(0, 1), 2, 0.5, 0.9, 0.999, 1e-8, 2, 1);
    expect([w[0], m[0], v[0]]).toEqual([NaN, NaN, NaN]);
    expect(w[1]).toBeCloseTo(0, 5);
  });

  it('stands still where the square overflows', () => {
    const w = Float32Array.of(1);
    const [m, v] = [new Float32Array(1), new Float32Array(1)];
    moveAdam(w, m, v, Float32Array.of(1e30), 1, 0.5, 0.9, 0.999, 1e-8, 1, 1);
    expect([w[0], v[0]]).toEqual([1, Infinity]);
  });

  it('corrects for the start at 0', () => {
    for (const step of [1, 2, 3, 10, 1000, 123456]) {
      expect(adamRate(0.1, 0.9, step) / (0.1 / (1 - 0.9 ** step))).toBeCloseTo(1, 12);
      expect(adamRoot(0.999, step) * Math.sqrt(1 - 0.999 ** step)).toBeCloseTo(1, 12);
    }
    expect(adamRate(0.1, 0.9, 1)).toBe(0.1 / (1 - 0.9));
    expect(adamRate(0.1, 0, 1)).toBe(0.1);
  });
});

describe('clipping', () => {
  it('sums squares in float64, in any size', () => {
    for (let count = 0; count < 40; count++) {
      const x = floats(count, count, 'wide');
      const exact = [...x].reduce((sum, value) => sum + value * value, 0);
      expect(Math.abs(sumOfSquares(x, count) - exact)).toBeLessThanOrEqual(1e-14 * exact);
    }
    expect(sumOfSquares(Float32Array.of(3e38, 4, 1e-45), 3)).toBe(Math.fround(3e38) ** 2 + 16);
    expect(sumOfSquares(Float32Array.of(1e-45, 0), 2)).toBe(2 ** -298);
    expect(sumOfSquares(Float32Array.of(1, 2, 9), 2)).toBe(5);
  });

  it('shortens long gradients to the norm and leaves short ones', () => {
    expect([clipFactor(0, 1), clipFactor(1, 1), clipFactor(0.25, 1)]).toEqual([1, 1, 1]);
    expect(clipFactor(16, 1)).toBe(0.25);
    const x = floats(1000, 7, 'wide');
    const factor = clipFactor(sumOfSquares(x, 1000), 2);
    expect(
      Math.sqrt(
        sumOfSquares(
          x.map((v) => v * factor),
          1000,
        ),
      ),
    ).toBeCloseTo(2, 6);
  });

  it('refuses a gradient that is not finite', () => {
    for (const x of [Float32Array.of(1, NaN), Float32Array.of(Infinity)]) {
      expect(() => clipFactor(sumOfSquares(x, x.length), 1)).toThrow(HarmoniumError);
    }
    expect(() => clipFactor(NaN, 1)).toThrow('the norm of the gradient: expected a finite number, got NaN');
  });
});
