/**
 * Dense arithmetic, one sum an output and nothing clever: in float64, and as the contract of `src/dense/products.ts` has it.
 *
 * @module
 */

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
