import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalf, halfBits, MOST_HALF } from '../../src/math/bits/half.ts';

/** All finite numbers of half precision from 0 up. */
const ALL = Array.from({ length: 0x7c00 }, (_, bits) => fromHalf(bits));

/** Half-way between a number and the next. */
const middle = (bits: number): number => (fromHalf(bits) + fromHalf(bits + 1)) / 2;

describe('half precision', () => {
  it('has the numbers that IEEE 754 gives it', () => {
    expect([0, 1, 0x3ff, 0x400, 0x3c00, 0x3555, 0xc000, 0x7bff].map(fromHalf)).toEqual([
      0,
      5.960464477539063e-8,
      0.00006097555160522461,
      0.00006103515625,
      1,
      0.333251953125,
      -2,
      MOST_HALF,
    ]);
    expect(Object.is(fromHalf(0x8000), -0)).toBe(true);
    expect([0x7c00, 0xfc00, 0x7e01].map(fromHalf)).toEqual([NaN, NaN, NaN]);
    expect(ALL.every((value, bits) => bits === 0 || value > (ALL[bits - 1] ?? 0))).toBe(true);
  });

  it('is read back from its own bits, all 63,488 of them', () => {
    const wrong = ALL.filter(
      (value, bits) => halfBits(value) !== bits || (bits > 0 && halfBits(-value) !== bits + 0x8000),
    );
    expect(wrong).toEqual([]);
  });

  it('rounds to the nearest, ties to even', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: MOST_HALF, noNaN: true }), (x) => {
        const bits = halfBits(x);
        const error = Math.abs(fromHalf(bits) - x);
        for (const other of [bits - 1, bits + 1]) {
          if (other < 0 || other >= 0x7c00) continue;
          const otherError = Math.abs(fromHalf(other) - x);
          expect(error < otherError || (error === otherError && bits % 2 === 0)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
    expect([0, 1, 2, 0x3ff, 0x400, 0x3bff, 0x3c00].map((bits) => halfBits(middle(bits)))).toEqual([
      0, 2, 2, 0x400, 0x400, 0x3c00, 0x3c00,
    ]);
  });
});
