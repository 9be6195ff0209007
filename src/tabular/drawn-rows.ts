/**
 * Rows of bits drawn from rows of probabilities.
 *
 * @module
 */
import { type BitRows, type GroupedRows, setBit, wordsFor } from '../math/bits/bit-rows.ts';
import * as PURPOSE from '../math/random/purpose.ts';
import { streamKey, uniform } from '../math/random/random.ts';
import { rowOf, type Values } from './values.ts';

/** Rows of as many bits, all 0, in one group. */
export function createRows({ rows, columns }: Values): GroupedRows {
  return {
    bits: new Uint32Array(wordsFor(rows * columns)),
    starts: Uint32Array.from({ length: rows }, (_, row) => row * columns),
    columns,
    groups: Uint32Array.of(0, rows),
  };
}

/**
 * Draws every bit of the rows anew: on where u < p, u being number `column` of stream (seed, dataBits, row, round). 0 and 1 are what
 * they are. So a bit depends on seed, row, column and round alone.
 *
 * @param rows - of these values, from {@link createRows}; its bits are overwritten
 * @param seed - shape [4], from `seedState`
 */
export function drawRows(rows: BitRows, values: Values, seed: Uint32Array, round: number): void {
  const key = new Uint32Array(2);
  const active = new Uint32Array(values.columns);
  rows.bits.fill(0);
  for (let row = 0; row < values.rows; row++) {
    streamKey(key, seed, PURPOSE.dataBits, row, round);
    const count = drawUnits(active, rowOf(values, row), key);
    const start = row * values.columns;
    for (let n = 0; n < count; n++) setBit(rows.bits, start + (active[n] ?? 0));
  }
}

/**
 * Lists the units that are on, each with its probability.
 *
 * @param active - shape [≥ units], overwritten: ascending
 * @param probabilities - shape [units]
 * @param key - shape [2], the stream of their uniform numbers
 * @returns how many are on
 */
export function drawUnits(active: Uint32Array, probabilities: Float32Array, key: Uint32Array): number {
  const [key0 = 0, key1 = 0] = key;
  let count = 0;
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i] ?? 0;
    if (p === 1 || (p > 0 && uniform(key0, key1, i) / 4294967296 < p)) active[count++] = i;
  }
  return count;
}

/** Whether all cells are 0 or 1: then there is nothing to draw. */
export function areBits({ data }: Values): boolean {
  return data.every((value) => value === 0 || value === 1);
}
