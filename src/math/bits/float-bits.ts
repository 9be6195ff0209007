/**
 * Exponents of doubles, and the bytes of typed arrays. The only file that depends on byte order.
 *
 * @module
 */

const double: Float64Array = new Float64Array(1);
const words: Uint32Array = new Uint32Array(double.buffer);
double[0] = 1;
/** Index of the word with sign and exponent: 1 on little-endian machines. */
const HIGH: number = words[1] === 0 ? 0 : 1;
const LOW: number = 1 - HIGH;

/** 2^`exponent`, exact, for integer exponents from −1022 to 1023. */
export function powerOfTwo(exponent: number): number {
  words[LOW] = 0;
  words[HIGH] = (exponent + 1023) << 20;
  return double[0];
}

/** The integer e with 2^e ≤ x < 2^(e+1), for a normal x > 0 (2^−1022 and above). */
export function exponentOf(x: number): number {
  double[0] = x;
  return ((words[HIGH] >>> 20) & 0x7ff) - 1023;
}

/**
 * The bytes of a typed array in little-endian order: its own memory on little-endian machines, else a copy.
 *
 * @param reverse - whether the machine is big-endian
 */
export function littleEndian(
  {
    buffer,
    byteOffset,
    byteLength,
    BYTES_PER_ELEMENT: width,
  }: ArrayBufferView & { readonly BYTES_PER_ELEMENT: number },
  reverse: boolean = LOW === 1,
): Uint8Array {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  if (!reverse) return bytes;
  const turned = bytes.slice();
  for (let at = 0; at < byteLength; at += width) turned.subarray(at, at + width).reverse();
  return turned;
}
