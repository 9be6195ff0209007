/**
 * Bits one at a time, by arithmetic on the words: the twin of `math/bits/bit-rows` and `math/bits/active-bits`.
 *
 * @module
 */
import type { BitRows } from '../../src/math/bits/bit-rows.ts';

/** Bit `index` of a run of bits, the most significant bit of a word being its first. */
export function bitAt(bits: ArrayLike<number>, index: number): number {
  const word = bits[Math.floor(index / 32)] ?? 0;
  return Math.floor(word / 2 ** (31 - (index % 32))) % 2;
}

/** A row as an array of 0 and 1. */
export function denseRow(rows: BitRows, row: number): number[] {
  return Array.from({ length: rows.columns }, (_, column) => bitAt(rows.bits, rows.starts[row] + column));
}

/** A run of bits from an array of 0 and 1, the rest of the last word 0. */
export function packBits(dense: readonly number[]): Uint32Array {
  const words = new Uint32Array(Math.ceil(dense.length / 32));
  for (let b = 0; b < dense.length; b++) words[Math.floor(b / 32)] += dense[b] * 2 ** (31 - (b % 32));
  return words;
}

/** Rows of 0 and 1 as bit rows, one behind the other, `gap` bits set to `filler` before each. */
export function packRows(dense: readonly (readonly number[])[], columns: number, gap = 0, filler = 0): BitRows {
  const run: number[] = [];
  const starts: number[] = [];
  for (const row of dense) {
    for (let n = 0; n < gap; n++) run.push(filler);
    starts.push(run.length);
    for (const bit of row) run.push(bit);
  }
  return { bits: packBits(run), starts: Uint32Array.from(starts), columns };
}

/** The places of the ones. */
export function onesOf(dense: readonly number[]): number[] {
  return dense.flatMap((bit, place) => (bit === 1 ? [place] : []));
}

/** An array of 0 and 1 from the first `count` of a list of places. */
export function denseOf(active: ArrayLike<number>, count: number, units: number): number[] {
  const dense: number[] = Array.from({ length: units }, () => 0);
  for (let n = 0; n < count; n++) dense[active[n]] = 1;
  return dense;
}
