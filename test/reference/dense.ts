/**
 * Dense arithmetic, one sum an output and nothing clever: in float64, and as the contract of `src/dense/products.ts` has it.
 *
 * @module
 */
import type { DenseKernels } from '../../src/dense/dense-kernels.ts';

const f32 = Math.fround;

/** A sum that starts at `start`. */
type Sum = (start: number, terms: readonly (readonly [number, number])[]) => number;

/** Σ a·b in float64. */
export const exactSum: Sum = (start, terms) => terms.reduce((sum, [a, b]) => sum + a * b, start);

/** Σ a·b in float32, in blocks of 64 terms. */
export const blockSum: Sum = (start, terms) => {
  let total = start;
  for (let first = 0; first < terms.length; first += 64) {
    let sum = 0;
    for (const [a, b] of terms.slice(first, first + 64)) sum = f32(sum + f32(a * b));
    total = f32(total + sum);
  }
  return total;
};

/** `out + x w` for `x` of shape [rows, inputs] and `w` of shape [inputs, outputs]. */
export function productOf(
  sum: Sum,
  out: ArrayLike<number>,
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  rows: number,
  inputs: number,
  outputs: number,
): number[] {
  return Array.from({ length: rows * outputs }, (_, at) => {
    const [r, o] = [Math.floor(at / outputs), at % outputs];
    return sum(
      out[at],
      Array.from({ length: inputs }, (__, i) => [x[r * inputs + i], w[i * outputs + o]]),
    );
  });
}

/** The transpose of a matrix of shape [rows, columns]. */
export function transposeOf(x: ArrayLike<number>, rows: number, columns: number): number[] {
  return Array.from({ length: rows * columns }, (_, at) => x[(at % rows) * columns + Math.floor(at / rows)]);
}

/** The kernels in float64, with the engine's functions: for arrays that are really of float64 numbers. */
export const exactDense: Omit<DenseKernels, 'moveAdam' | 'scale' | 'stepGatedStack' | 'sumOfSquares'> = {
  addProduct(out, x, w, rows, inputs, outputs) {
    for (let r = 0; r < rows; r++)
      for (let o = 0; o < outputs; o++)
        for (let i = 0; i < inputs; i++) out[r * outputs + o] += x[r * inputs + i] * w[i * outputs + o];
  },
  addOuterProducts(dw, x, dy, rows, inputs, outputs) {
    for (let r = 0; r < rows; r++)
      for (let i = 0; i < inputs; i++)
        for (let o = 0; o < outputs; o++) dw[i * outputs + o] += x[r * inputs + i] * dy[r * outputs + o];
  },
  addColumnSums(out, x, rows, columns) {
    for (let r = 0; r < rows; r++) for (let o = 0; o < columns; o++) out[o] += x[r * columns + o];
  },
  transpose(out, x, rows, columns) {
    out.set(transposeOf(x, rows, columns));
  },
  tanhValues(out, x, count) {
    for (let k = 0; k < count; k++) out[k] = Math.tanh(x[k]);
  },
  sigmoidValues(out, x, count) {
    for (let k = 0; k < count; k++) out[k] = 1 / (1 + Math.exp(-x[k]));
  },
  tanhGradient(dx, dy, y, count) {
    for (let k = 0; k < count; k++) dx[k] = dy[k] * (1 - y[k] * y[k]);
  },
  sigmoidGradient(dx, dy, y, count) {
    for (let k = 0; k < count; k++) dx[k] = dy[k] * y[k] * (1 - y[k]);
  },
  multiply(out, a, b, count) {
    for (let k = 0; k < count; k++) out[k] = a[k] * b[k];
  },
  addMultiplied(out, a, b, count) {
    for (let k = 0; k < count; k++) out[k] += a[k] * b[k];
  },
};
