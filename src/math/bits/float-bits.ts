/**
 * A double's exponent, read and made, and numbers as bytes. The only place that depends on how numbers are stored.
 *
 * @module
 */

const double: Float64Array = new Float64Array(1);
const words: Uint32Array = new Uint32Array(double.buffer);
double[0] = 1;
/** Where the sign and exponent are: word 1 on little-endian machines. */
const HIGH: number = words[1] === 0 ? 0 : 1;
const LOW: number = 1 - HIGH;

/** 2^`exponent`, exactly, for a whole exponent from −1022 to 1023. */
export function powerOfTwo(exponent: number): number {
  words[LOW] = 0;
  words[HIGH] = (exponent + 1023) << 20;
  return double[0];
}

/** The whole e with 2^e ≤ x < 2^(e+1), for a normal x > 0 (2^−1022 and above). */
export function exponentOf(x: number): number {
  double[0] = x;
  return ((words[HIGH] >>> 20) & 0x7ff) - 1023;
}

/**
 * The bytes of numbers, the least significant of each first: the array's own, where that is how the machine has them.
 *
 * @param reverse - whether the machine has them the other way round
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
