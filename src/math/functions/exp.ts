/**
 * The exponential function, with the same bits on every JavaScript engine.
 *
 * `Math.exp` is not portable: of 100,000 inputs, 9,900 gave other results in other engines than in Node 20. This uses only
 * additions, multiplications and one division, which IEEE 754 defines to the bit.
 *
 * @module
 */
import { powerOfTwo } from '../bits/float-bits.ts';

/** log 2 = LN2_HIGH + LN2_LOW; the high part has 33 bits, so its integer multiples up to 2^20 are exact. */
export const LN2_HIGH: number = 5954088943 / 8589934592;
export const LN2_LOW: number = 7.440617110012397e-11;

// c = r·coth(r/2) − 2 = r²/6 − r⁴/360 + …: twice the Bernoulli numbers over (2n)!. The next term is below 6e-18 at |r| ≤ 0.35.
const C2 = 1 / 6;
const C4 = -1 / 360;
const C6 = 1 / 15120;
const C8 = -1 / 604800;
const C10 = 1 / 23950080;
const C12 = -691 / 653837184000;

/**
 * e^x, within 1 ulp. Infinity above 709.79, subnormal and then 0 below −708.4, NaN for NaN.
 *
 * x = k·log 2 + r with |r| ≤ log(2)/2; e^r = 1 + 2r / (2 + c − r) with c = r·coth(r/2) − 2; e^x = 2^k·e^r.
 */
export function exp(x: number): number {
  if (!(x >= -746)) return x < -746 ? 0 : x;
  // Not `Infinity`: if a function returns that constant, V8 allocates all its results on the heap.
  if (x > 710) return 1 / 0;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const s = r * r;
  const c = s * (C2 + s * (C4 + s * (C6 + s * (C8 + s * (C10 + s * C12)))));
  // 1 + 2r/(2 + c − r), with r in two parts, so that only the small remainder is rounded.
  const power = 1 - (low - (r * (r - c)) / (2 + c - r) - high);
  // At the extremes 2^k is not a normal double: multiply in two steps.
  if (k > 1000 || k < -1000) return power * powerOfTwo(k >> 1) * powerOfTwo(k - (k >> 1));
  return power * powerOfTwo(k);
}
