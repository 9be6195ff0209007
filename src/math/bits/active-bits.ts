/**
 * Listing and counting the bits that are set.
 *
 * @module
 */
import type { BitRows } from './bit-rows.ts';

/**
 * Lists the columns that are on in a row. Works word by word: most words are empty and take one comparison.
 *
 * @param active - shape [≥ columns], overwritten: the columns that are on, ascending
 * @returns their number
 */
export function activeBits(active: Uint32Array, rows: BitRows, row: number): number {
  return activeRange(active, rows.bits, rows.starts[row], rows.columns);
}

/**
 * Lists the bits that are on among `columns` bits from bit `first` on, as {@link activeBits} does.
 *
 * @param active - shape [≥ columns], overwritten: indices relative to `first`, ascending
 * @returns their number
 */
export function activeRange(active: Uint32Array, bits: Uint32Array, first: number, columns: number): number {
  const end = first + columns;
  const lastWord = (end - 1) >>> 5;
  let count = 0;
  for (let w = first >>> 5, column = -(first & 31); w <= lastWord; w++, column += 32) {
    let word = bits[w];
    if (column < 0) word &= 0xffffffff >>> -column;
    if (columns - column < 32) word &= ~(0xffffffff >>> (columns - column));
    while (word !== 0) {
      const lead = Math.clz32(word);
      active[count++] = column + lead;
      word &= ~(0x80000000 >>> lead);
    }
  }
  return count;
}

/** shape [columns]: the number of rows in which each column is on. */
export function columnCounts(rows: BitRows): Float64Array {
  const counts = new Float64Array(rows.columns);
  const active = new Uint32Array(rows.columns);
  for (let row = 0; row < rows.starts.length; row++) {
    const count = activeBits(active, rows, row);
    for (let n = 0; n < count; n++) counts[active[n]]++;
  }
  return counts;
}
