/**
 * How near two words are, and from that the moods of words that nobody rated.
 *
 * A word's point is its vector, projected to a few directions and of length 1. The estimate is kernel ridge regression,
 *
 *     mood(x) = offset + spread · Σ weight[i] · exp(SHARPNESS · (x · point[i] − 1))
 *
 * over the points of the rated words. The weights are found by `npm run words`. Source: C. Saunders, A. Gammerman and V. Vovk,
 * "Ridge regression learning algorithm in dual variables", ICML 1998.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';

/** How fast similarity falls with distance; chosen by cross-validation. */
export const SHARPNESS: number = 4;

/** Similarity of two points of length 1: 1 for equal ones, e^−8 for opposite ones. */
export function similarity(cosine: number): number {
  return exp(SHARPNESS * (cosine - 1));
}

/** The cosine of rows `i` of `a` and `j` of `b`; both have `width` numbers and length 1. */
export function cosineOf(a: Float64Array, i: number, b: Float64Array, j: number, width: number): number {
  let sum = 0;
  for (let k = 0, p = i * width, q = j * width; k < width; k++, p++, q++) sum += (a[p] ?? 0) * (b[q] ?? 0);
  return sum;
}

/**
 * Points from their bytes: two numbers n of four bits in a byte, the lower half first; a coordinate is `scale[k] · (n − 7.5)`. Each
 * point is then scaled to length 1.
 *
 * @param packed - shape [words, ⌈width / 2⌉]
 * @param scale - shape [width]
 * @param rows - which words' points
 * @returns shape [rows, width]
 */
export function unpackPoints(packed: Uint8Array, scale: Float32Array, rows: ArrayLike<number>): Float64Array {
  const width = scale.length;
  const bytes = (width + 1) >> 1;
  const points = new Float64Array(rows.length * width);
  for (let r = 0; r < rows.length; r++) {
    const from = (rows[r] ?? 0) * bytes;
    const to = r * width;
    let sum = 0;
    for (let k = 0; k < width; k++) {
      const pair = packed[from + (k >> 1)] ?? 0;
      const value = (scale[k] ?? 0) * ((k % 2 === 0 ? pair & 15 : pair >> 4) - 7.5);
      points[to + k] = value;
      sum += value * value;
    }
    const length = Math.sqrt(sum);
    for (let k = 0; k < width; k++) points[to + k] = (points[to + k] ?? 0) / length;
  }
  return points;
}
