/**
 * Half precision: numbers of sixteen bits, for parameters that have to take little room.
 *
 * One bit of sign, five of exponent, ten of fraction: eleven significant bits, from 2⁻²⁴ to 65,504.
 * Source: IEEE 754-2008, binary16.
 *
 * @module
 */
import { exponentOf, powerOfTwo } from './float-bits.ts';

/** The largest number of half precision. */
export const MOST_HALF: number = 65504;

/** The nearest number of half precision, as its sixteen bits; ties to even. `x` at most {@link MOST_HALF} in size. */
export function halfBits(x: number): number {
  const size = Math.abs(x);
  // Below 2⁻¹⁴ the steps grow no smaller.
  const exponent = size < 1 / 16384 ? -14 : exponentOf(size);
  const steps = size / powerOfTwo(exponent - 10);
  let whole = Math.floor(steps + 0.5);
  if (whole - steps === 0.5 && whole % 2 === 1) whole--;
  // The leading one of a normal number counts as a step of the exponent, and so does a fraction that was rounded up.
  return (x < 0 ? 0x8000 : 0) + (exponent + 14) * 1024 + whole;
}

/** The number that sixteen bits stand for; NaN for its infinities too. */
export function fromHalf(bits: number): number {
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return NaN;
  const size = (exponent === 0 ? fraction : fraction + 1024) * powerOfTwo((exponent || 1) - 25);
  return bits & 0x8000 ? -size : size;
}
