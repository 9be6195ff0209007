import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, shortDecimal } from '../../src/math/text/decimal.ts';

describe('decimal', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [7, '7'],
    [12.5, '12.5'],
    [-1 / 3, '-0.33'],
    [0.005, '0.01'],
    [-0.001, '0'],
    [1.999, '2'],
    [100, '100'],
    [0.07, '0.07'],
    [-20.1, '-20.1'],
  ])('writes %f as %s', (value, text) => {
    expect(decimal(value)).toBe(text);
  });

  it('is within half of its last place', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer({ min: 0, max: 6 }), (value, places) => {
        const text = decimal(value, places);
        expect(text).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
        expect((text.split('.')[1] ?? '').length).toBeLessThanOrEqual(places);
        expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.5 * 10 ** -places + 1e-9);
      }),
    );
  });
});

describe('shortDecimal', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [25, '25'],
    [-1.5, '-1.5'],
    [0.1, '0.1'],
    [0.02, '0.02'],
    [0.0002, '0.0002'],
    [1e-9, '0.000000001'],
    [75.99996960001216, '75.9999696000122'],
    [999.999, '999.999'],
    [1 / 3, '0.333333333333333'],
    [999999999999999, '999999999999999'],
  ])('writes %f as %s', (value, text) => {
    expect(shortDecimal(value)).toBe(text);
  });

  const units = fc.integer({ min: -999999999999999, max: 999999999999999 });

  it('is the number again, where it has fifteen digits or fewer', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 22 }), (whole, places) => {
        const value = whole / Number(`1e${places}`);
        expect(Number(shortDecimal(value))).toBe(value + 0);
      }),
    );
  });

  it('is then what the engine writes, unless that has an exponent', () => {
    fc.assert(
      fc.property(units, fc.integer({ min: 0, max: 15 }), (whole, places) => {
        const value = whole / Number(`1e${places}`);
        fc.pre(!String(value).includes('e'));
        expect(shortDecimal(value)).toBe(String(value));
      }),
    );
  });

  it('is near any other number', () => {
    fc.assert(
      fc.property(fc.double({ min: -1000, max: 1000, noNaN: true }), (value) => {
        expect(Math.abs(Number(shortDecimal(value)) - value)).toBeLessThanOrEqual(1e-14 * Math.abs(value) + 1e-22);
      }),
    );
  });
});
