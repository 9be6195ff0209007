import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exp } from '../../src/math/functions/exp.ts';
import { log, log1p } from '../../src/math/functions/log.ts';
import { sigmoid, softplus } from '../../src/math/functions/sigmoid.ts';
import { bitsOf, doubleOf, fingerprint } from '../reference/fingerprint.ts';
import { mulberry32 } from '../reference/mulberry32.ts';

type Entry = readonly [x: number, nearest: number, rest: number];
const table: Record<string, readonly Entry[]> = JSON.parse(
  readFileSync(new URL('../../fixtures/vectors/functions.json', import.meta.url), 'utf8'),
);

const functions: Record<string, (x: number) => number> = { exp, log, log1p, sigmoid, softplus };

function next(x: number, doubles: number): number {
  return doubleOf((BigInt(`0x${bitsOf(x)}`) + BigInt(doubles)).toString(16).padStart(16, '0'));
}

/** The distance from |y| to the next larger double, for a finite y. */
function ulp(y: number): number {
  const size = Math.abs(y);
  return size === Number.MAX_VALUE ? size - next(size, -1) : next(size, 1) - size;
}

describe('against true values', () => {
  const bounds = { exp: 1, log: 1, log1p: 1.2, sigmoid: 2, softplus: 2 };
  for (const [name, bound] of Object.entries(bounds)) {
    it(`${name} is within ${bound} units in the last place`, () => {
      expect(table[name].length).toBeGreaterThan(200);
      const tooFar = table[name].filter(
        ([x, nearest, rest]) => !(Math.abs((functions[name](x) - nearest) / ulp(nearest) - rest) <= bound),
      );
      expect(tooFar).toEqual([]);
    });
  }
});

describe('limits', () => {
  it('exp', () => {
    expect([exp(0), exp(-0), exp(Infinity), exp(-Infinity), exp(NaN)]).toEqual([1, 1, Infinity, 0, NaN]);
    expect([exp(709.79), exp(710), exp(1e308), exp(-746), exp(-1e308)]).toEqual([Infinity, Infinity, Infinity, 0, 0]);
    expect(exp(5e-324)).toBe(1);
    expect(exp(-745.13)).toBe(5e-324);
    expect(exp(-745.14)).toBe(0);
  });

  it('log', () => {
    expect([log(0), log(-0), log(1), log(Infinity)]).toEqual([-Infinity, -Infinity, 0, Infinity]);
    expect([log(-5e-324), log(-Infinity), log(NaN)]).toEqual([NaN, NaN, NaN]);
    expect(Object.is(log(1), 0)).toBe(true);
  });

  it('log1p', () => {
    expect([log1p(0), log1p(5e-324), log1p(Infinity), log1p(NaN)]).toEqual([0, 5e-324, Infinity, NaN]);
  });

  it('sigmoid', () => {
    expect([0, -0, Infinity, -Infinity, NaN].map(sigmoid)).toEqual([0.5, 0.5, 1, 0, NaN]);
    expect([sigmoid(37), sigmoid(-709), sigmoid(-710)]).toEqual([1, expect.closeTo(0, 300), 0]);
    expect(sigmoid(-709)).toBeGreaterThan(0);
    expect(sigmoid(36.7)).toBeLessThan(1);
  });

  it('softplus', () => {
    expect([Infinity, -Infinity, NaN].map(softplus)).toEqual([Infinity, 0, NaN]);
    expect([softplus(1e300), softplus(40), softplus(-800)]).toEqual([1e300, 40, 0]);
    expect(softplus(0)).toBe(log(2));
  });
});

describe('monotony', () => {
  const spans = { exp: [-746, 711], sigmoid: [-712, 40], softplus: [-746, 60], log: [1e-6, 40], log1p: [0, 40] };
  for (const [name, [low, high]] of Object.entries(spans)) {
    it(`${name} never falls on 300,000 points from ${low} to ${high}`, () => {
      let last = -Infinity;
      let falls = 0;
      for (let n = 0; n <= 300_000; n++) {
        const y = functions[name](low + ((high - low) * n) / 300_000);
        if (!(y >= last)) falls++;
        last = y;
      }
      expect(falls).toBe(0);
    });
  }

  it('holds from double to double where the reduction changes its multiple of log 2', () => {
    let falls = 0;
    for (let k = -60; k <= 60; k++) {
      const at = (k + 0.5) * Math.LN2;
      const root = Math.SQRT1_2 * 2 ** k;
      for (let n = -200; n < 200; n++) {
        // Further bits are further from 0: upwards for a positive argument, downwards for a negative one.
        const [lower, upper] = at > 0 ? [n, n + 1] : [n + 1, n];
        if (!(exp(next(at, upper)) >= exp(next(at, lower)))) falls++;
        if (!(log(next(root, n + 1)) >= log(next(root, n)))) falls++;
      }
    }
    expect(falls).toBe(0);
  });
});

describe('frozen bits', () => {
  it('of single values', () => {
    const found = Object.fromEntries(
      Object.entries(functions).map(([name, f]) => [name, [0.1, 0.5, 1, 2.75, 17.25, 700].map((x) => bitsOf(f(x)))]),
    );
    expect(found).toEqual({
      exp: [
        '3ff1aec7b35a00d4',
        '3ffa61298e1e069c',
        '4005bf0a8b145769',
        '402f49070bdbe8fd',
        '417d94295464477b',
        '7f0d945df4f8ec8e',
      ],
      log: [
        'c0026bb1bbb55515',
        'bfe62e42fefa39ef',
        '0000000000000000',
        '3ff02f84700434a8',
        '4006c851bbab187e',
        '401a344e6741ebab',
      ],
      log1p: [
        '3fb8663f793c46c7',
        '3fd9f323ecbf984c',
        '3fe62e42fefa39ef',
        '3ff525e973a0564f',
        '40073bbae6c742d5',
        '401a35c4a0a661ec',
      ],
      sigmoid: [
        '3fe0cca12729afb8',
        '3fe3eb2fd4d34391',
        '3fe764d4f5d5a2bd',
        '3fee13c52952723c',
        '3fefffffeeb0b62d',
        '3ff0000000000000',
      ],
      softplus: [
        '3fe7d218f1c8904f',
        '3fef2ba37edae032',
        '3ff5031eafefb049',
        '40067ee8dd017217',
        '40314000008a7a4f',
        '4085e00000000000',
      ],
    });
    expect([-0.1, -1, -17.25, -700, -740].map((x) => bitsOf(exp(x)))).toEqual([
      '3fecf46d99d52b3a',
      '3fd78b56362cef38',
      '3e614f49dbc5078c',
      '00d14f2b0fb9307f',
      '0000000000000055',
    ]);
    expect([-0.1, -1, -17.25, -700].map((x) => bitsOf(sigmoid(x)))).toEqual([
      '3fde66bdb1aca090',
      '3fd136561454ba86',
      '3e614f49d26804a2',
      '00d14f2b0fb9307f',
    ]);
  });

  it('of 100,000 values each', () => {
    const prints = Object.entries(functions).map(([name, f]) => {
      const draw = mulberry32(2026);
      const positive = name.startsWith('log');
      const values = Float64Array.from({ length: 100_000 }, () =>
        f(positive ? 1 / (draw() + 1e-9) : 120 * draw() - 60),
      );
      return [name, fingerprint(values)];
    });
    expect(Object.fromEntries(prints)).toEqual({
      exp: '89a81818',
      log: '309e7195',
      log1p: '4d62d6ca',
      sigmoid: '52d72c6d',
      softplus: '64753692',
    });
  });
});
