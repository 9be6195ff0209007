/**
 * The transpose of a matrix.
 *
 * @module
 */

/**
 * Writes `out[j][i] = x[i][j]`: weights for the way back (`addProduct`).
 *
 * @param out - shape [columns, rows], overwritten; `x` may not overlap it
 * @param x - shape [rows, columns]
 */
export function transpose(out: Float32Array, x: Float32Array, rows: number, columns: number): void {
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0, to = i; j < columns; j++, to += rows, at++) out[to] = x[at];
  }
}
