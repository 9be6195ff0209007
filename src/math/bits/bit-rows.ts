/**
 * Rows of bits packed into 32-bit words: the training data.
 *
 * @module
 */

/**
 * Rows of `columns` bits each in one packed array. Rows may overlap: windows over a piano roll that start every four of sixteen
 * steps share three quarters of their bits, which takes a quarter of the memory.
 *
 * Bit `b` is bit `31 - b % 32` of word `b >>> 5`: the first bit is the most significant one. So `Math.clz32` finds the lowest
 * column first, and the words in big-endian order are the bits in reading order.
 */
export interface BitRows {
  /** The packed bits. */
  readonly bits: Uint32Array;
  /** shape [rows]: index of each row's first bit */
  readonly starts: Uint32Array;
  /** Bits in a row. */
  readonly columns: number;
}

/** Rows in groups: the windows of song `s` are the rows [groups[s], groups[s + 1]). */
export interface GroupedRows extends BitRows {
  /** shape [groups + 1], ascending from 0 to the number of rows */
  readonly groups: Uint32Array;
}

/** Sets bit `index`. */
export function setBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] |= 0x80000000 >>> (index & 31);
}

/** Clears bit `index`. */
export function clearBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] &= ~(0x80000000 >>> (index & 31));
}

/** Bit `index`, 0 or 1. */
export function getBit(bits: Uint32Array, index: number): number {
  return (bits[index >>> 5] >>> (31 - (index & 31))) & 1;
}

/** Number of 32-bit words that hold `count` bits. */
export function wordsFor(count: number): number {
  return Math.ceil(count / 32);
}
