/**
 * Half precision: 16-bit floating point, for compact models.
 *
 * One sign bit, five exponent bits, ten fraction bits: eleven significant bits, from 2⁻²⁴ to 65,504.
 * Source: IEEE 754-2008, binary16.
 *
 * @module
 */
import { exponentOf, powerOfTwo } from './float-bits.ts';

/** The largest finite half. */
export const MOST_HALF: number = 65504;

/** The bits of the nearest half, ties to even, for |x| ≤ {@link MOST_HALF}. */
export function halfBits(x: number): number {
  const size = Math.abs(x);
  // Subnormal below 2⁻¹⁴: the spacing stays the same.
  const exponent = size < 1 / 16384 ? -14 : exponentOf(size);
  const steps = size / powerOfTwo(exponent - 10);
  let whole = Math.floor(steps + 0.5);
  if (whole - steps === 0.5 && whole % 2 === 1) whole--;
  // The leading one of a normal number carries into the exponent, and so does a fraction that was rounded up.
  return (x < 0 ? 0x8000 : 0) + (exponent + 14) * 1024 + whole;
}

/** The value of a half's 16 bits; NaN for infinities too. */
export function fromHalf(bits: number): number {
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return NaN;
  const size = (exponent === 0 ? fraction : fraction + 1024) * powerOfTwo((exponent || 1) - 25);
  return bits & 0x8000 ? -size : size;
}
