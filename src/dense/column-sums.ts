/**
 * The gradient of a bias.
 *
 * @module
 */
import { BLOCK } from './products.ts';

const f32 = Math.fround;

/**
 * Adds rows: `out[o] += Σ_r x[r][o]`. Rows are added in ascending order in blocks of 64, like the terms of `addOuterProducts`.
 *
 * @param out - shape [columns]; `x` may not overlap it
 * @param x - shape [rows, columns]
 */
export function addColumnSums(out: Float32Array, x: Float32Array, rows: number, columns: number): void {
  for (let first = 0; first < rows; first += BLOCK) {
    const start = Math.imul(first, columns);
    const end = Math.imul(Math.min(first + BLOCK, rows), columns);
    for (let o = 0; o < columns; o++) {
      let sum = 0;
      for (let at = start + o; at < end; at += columns) sum = f32(sum + x[at]);
      out[o] += sum;
    }
  }
}
