/**
 * Natural logarithms with the same bits on every JavaScript engine.
 *
 * @module
 */

import { exponentOf, powerOfTwo } from '../bits/float-bits.ts';
import { LN2_HIGH, LN2_LOW } from './exp.ts';

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 18014398509481984;

/**
 * log x, within 1 ulp. −Infinity for 0, NaN for negative x.
 *
 * x = 2^k·m with m in [√½, √2); log m = 2·atanh(s) = 2(s + s³/3 + s⁵/5 + …), s = (m − 1)/(m + 1), |s| < 0.172.
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = 0;
  let m = x;
  if (m < SMALLEST_NORMAL) {
    m *= TWO_54;
    k = -54;
  }
  const e = exponentOf(m);
  // 2^−e is not a normal double for the largest exponents: halve first.
  m = e > 1000 ? m * 0.5 * powerOfTwo(1 - e) : m * powerOfTwo(-e);
  k += e;
  if (m >= Math.SQRT2) {
    m *= 0.5;
    k++;
  }
  // With f = m − 1: 2·atanh(f/(2+f)) = f − f²/2 + s·(f²/2 + series), which keeps the leading term exact.
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const series =
    z *
    (2 / 3 +
      z *
        (2 / 5 +
          z *
            (2 / 7 +
              z * (2 / 9 + z * (2 / 11 + z * (2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21))))))))));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + series) + k * LN2_LOW) - f);
}

/** log(1 + x) for x ≥ 0, within about 1 ulp: corrects for the rounding of 1 + x. */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  return u === Infinity ? u : log(u) + (x - (u - 1)) / u;
}
