/**
 * Gradient clipping by the global norm: `clipFactor(Σ sumOfSquares(gradient), most)` is the `scale` of `moveAdam`.
 *
 * Source: Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural networks", section 3.2.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';

/**
 * Σ x[k]², in float64: squares of float32 numbers neither overflow nor vanish there.
 *
 * Eight sums are kept, element k in sum k mod 8, and at last added in ascending order. One sum alone would wait for each of its
 * additions, and could not be had from lanes. Add up several arrays in a fixed order.
 *
 * @param x - shape [≥ count]
 */
export function sumOfSquares(x: Float32Array, count: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  let k = 0;
  for (; k + 8 <= count; k += 8) {
    s0 += x[k] * x[k];
    s1 += x[k + 1] * x[k + 1];
    s2 += x[k + 2] * x[k + 2];
    s3 += x[k + 3] * x[k + 3];
    s4 += x[k + 4] * x[k + 4];
    s5 += x[k + 5] * x[k + 5];
    s6 += x[k + 6] * x[k + 6];
    s7 += x[k + 7] * x[k + 7];
  }
  if (k < count) s0 += x[k] * x[k];
  if (k + 1 < count) s1 += x[k + 1] * x[k + 1];
  if (k + 2 < count) s2 += x[k + 2] * x[k + 2];
  if (k + 3 < count) s3 += x[k + 3] * x[k + 3];
  if (k + 4 < count) s4 += x[k + 4] * x[k + 4];
  if (k + 5 < count) s5 += x[k + 5] * x[k + 5];
  if (k + 6 < count) s6 += x[k + 6] * x[k + 6];
  return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
}

/**
 * The factor by which a gradient is multiplied so that its norm is at most `most`: 1 if it is no longer, `most` / norm otherwise.
 *
 * @param squares - the squared norm: the sum of `sumOfSquares` over all arrays of the gradient
 * @throws {HarmoniumError} `gradient` if that is not finite: no factor repairs such a gradient, and Adam would spread it
 */
export function clipFactor(squares: number, most: number): number {
  if (!Number.isFinite(squares)) {
    throw new HarmoniumError('gradient', 'the norm of the gradient', {
      expected: 'a finite number',
      got: String(Math.sqrt(squares)),
    });
  }
  const norm = Math.sqrt(squares);
  return norm > most ? most / norm : 1;
}
