/**
 * Rows of bits, 32 to a word: what the machine is trained on.
 *
 * @module
 */

/**
 * Rows of `columns` bits each, cut out of one run of bits. Rows may overlap: windows over a piano roll that start every
 * four steps share three quarters of their bits, so a million of them fit where a quarter of a million would.
 *
 * Bit `b` of the run is bit `31 - b % 32` of word `b >>> 5`: the first bit is the most significant one. So `Math.clz32`
 * finds the lowest column first, and the words written big-endian are the bits in reading order.
 */
export interface BitRows {
  /** The run of bits. */
  readonly bits: Uint32Array;
  /** shape [rows], the bit at which each row starts */
  readonly starts: Uint32Array;
  /** Bits in a row. */
  readonly columns: number;
}

/** Rows in groups: the windows of one song are the rows from `groups[s]` up to but not including `groups[s + 1]`. */
export interface GroupedRows extends BitRows {
  /** shape [groups + 1], ascending from 0 to the number of rows */
  readonly groups: Uint32Array;
}

/** Sets bit `index` of a run of bits. */
export function setBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] |= 0x80000000 >>> (index & 31);
}

/** Clears bit `index` of a run of bits. */
export function clearBit(bits: Uint32Array, index: number): void {
  bits[index >>> 5] &= ~(0x80000000 >>> (index & 31));
}

/** Bit `index` of a run of bits, 0 or 1. */
export function getBit(bits: Uint32Array, index: number): number {
  return (bits[index >>> 5] >>> (31 - (index & 31))) & 1;
}

/** How many words hold `count` bits. */
export function wordsFor(count: number): number {
  return Math.ceil(count / 32);
}
