import { describe, expect, it } from 'vitest';
import { sigmoidGradient, sigmoidValues, tanhGradient, tanhValues } from '../../src/dense/activations.ts';
import { sigmoidFloat32, tanhFloat32 } from '../../src/math/functions/float32.ts';
import { fingerprint } from '../reference/fingerprint.ts';
import { floats } from './values.ts';

const bits = new Uint32Array(1);
const value = new Float32Array(bits.buffer);

/** The float32 number with these bits. */
function float(pattern: number): number {
  bits[0] = pattern;
  return value[0];
}

/** The distance from |y| to the next larger float32 number. */
function ulp(y: number): number {
  value[0] = Math.abs(y);
  const size = value[0];
  bits[0]++;
  return value[0] - size;
}

/** The largest error in float32 ulp over every 1,009th float32 number up to `most` in size. */
function worst(computed: (x: number) => number, exact: (x: number) => number, most: number): number {
  value[0] = most;
  const last = bits[0];
  let error = 0;
  for (const sign of [0, 0x80000000]) {
    for (let pattern = 0; pattern <= last; pattern += 1009) {
      const x = float((pattern | sign) >>> 0);
      error = Math.max(error, Math.abs(computed(x) - exact(x)) / ulp(exact(x)));
    }
  }
  return error;
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

describe('accuracy', () => {
  // Math.tanh and Math.exp differ between engines by some float64 ulp, 2^-29 of a float32 ulp.
  it('of tanh is 2.5 ulp', () => {
    expect(worst(tanhFloat32, Math.tanh, 3e38)).toBeLessThan(2.5);
  });

  it('of the logistic function is 2.8 ulp', () => {
    expect(worst(sigmoidFloat32, logistic, 86.9)).toBeLessThan(2.8);
  });
});

describe('limits', () => {
  it('of tanh', () => {
    expect([0, -0, 9.02, -9.02, 3e38, Infinity, -Infinity, NaN].map(tanhFloat32)).toEqual([0, 0, 1, -1, 1, 1, -1, NaN]);
    expect(tanhFloat32(2 ** -149)).toBe(2 ** -149);
    expect(tanhFloat32(-(2 ** -126))).toBe(-(2 ** -126));
  });

  it('of the logistic function, which is never 0', () => {
    expect([0, -0, 2 ** -149, 17.4, Infinity, NaN].map(sigmoidFloat32)).toEqual([0.5, 0.5, 0.5, 1, 1, NaN]);
    const least = sigmoidFloat32(-87);
    expect(least).toBeGreaterThan(2 ** -126);
    expect([-88, -3e38, -Infinity].map(sigmoidFloat32)).toEqual([least, least, least]);
  });
});

describe('the logistic function', () => {
  it('never falls, and the two never leave their range', () => {
    let last = 0;
    let falls = 0;
    for (let n = -400_000; n <= 400_000; n++) {
      const x = Math.fround(90 * (n / 400_000) ** 3);
      const y = sigmoidFloat32(x);
      if (y < last) falls++;
      last = y;
      if (!(y > 0 && y <= 1 && Math.abs(tanhFloat32(x)) <= 1)) throw new Error(`${x}`);
    }
    expect(falls).toBe(0);
  });
});

describe('arrays', () => {
  const x = floats(67, 1, 'saturated').map((v, k) => (k % 2 === 0 ? v / 100 : v));

  it('have the functions of each element, up to the count', () => {
    for (const [values, one] of [
      [tanhValues, tanhFloat32],
      [sigmoidValues, sigmoidFloat32],
    ] as const) {
      const out = new Float32Array(67).fill(9);
      values(out, x, 66);
      expect(out).toEqual(x.map((v, k) => (k < 66 ? one(v) : 9)));
      const same = x.slice();
      values(same, same, 66);
      expect(same.subarray(0, 66)).toEqual(out.subarray(0, 66));
    }
  });

  it('go back by the derivatives', () => {
    const h = 1e-4;
    const inputs = floats(50, 2, 'ordinary').map((v) => 4 * v);
    const dy = floats(50, 3);
    const [y, dx] = [new Float32Array(50), new Float32Array(50)];
    tanhValues(y, inputs, 50);
    tanhGradient(dx, dy, y, 50);
    for (const [k, v] of inputs.entries())
      expect(dx[k]).toBeCloseTo((dy[k] * (Math.tanh(v + h) - Math.tanh(v - h))) / (2 * h), 6);
    sigmoidValues(y, inputs, 50);
    sigmoidGradient(dx, dy, y, 50);
    for (const [k, v] of inputs.entries())
      expect(dx[k]).toBeCloseTo((dy[k] * (logistic(v + h) - logistic(v - h))) / (2 * h), 6);
  });
});

it('the bits are frozen', () => {
  const x = floats(100_000, 4, 'saturated').map((v, k) => (k % 3 === 0 ? v : v / 40));
  expect([fingerprint(x.map(tanhFloat32)), fingerprint(x.map(sigmoidFloat32))]).toEqual(['e33f5031', '02e95409']);
});
