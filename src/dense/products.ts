/**
 * Products of matrices in float32: rows of inputs with weights, and the gradient of the weights.
 *
 * The arithmetic of this room: numbers are float32 and every operation is rounded to float32. A sum belongs to one output and adds its
 * terms in ascending order, in blocks of 64: a block is summed from 0, then added to the output. So SIMD lanes, which are outputs and
 * never terms, have the same bits.
 *
 * Why not float64 sums: with the best tiles found for each, 64 rows of 256 × 256 take the lanes 0.14 ms so and 0.42 ms with float64 sums; one
 * row takes 3.3 µs and 8.3. Plain TypeScript takes twice as long as with float64 sums (3.2 and 1.6 ms; 51 and 24 µs), since V8 converts
 * each result to float32 and back. The gradient of an LSTM of 48 units over 100 steps is off by 2.4e-7 of its norm against float64
 * arithmetic; with float64 sums by 1.3e-7 (`test/dense/gradient.test.ts`). Without blocks it would be off by 1.4 times as much, and a sum of
 * 16,384 positive terms by 1.2e-6 of itself instead of 8e-8.
 *
 * @module
 */

const f32 = Math.fround;

/** Terms that are summed before the sum is added to the output. */
export const BLOCK = 64;

/** Outputs that are summed at a time: one sum alone would wait for each of its additions. */
const WIDTH = 8;

/**
 * Adds the product of rows with weights: `out[r][o] += Σ_i x[r][i] · w[i][o]`. One row is a vector times a matrix. Write the bias to
 * `out` first; what is there is kept.
 *
 * For the gradient of `x`, which is `dx[r][i] += Σ_o dy[r][o] · w[i][o]`, call this with weights from `transpose`. A recurrent model
 * transposes once for all steps: 256 × 256 take 7 µs. For 64 rows, a kernel that transposes as it goes takes 0.29 ms, this 0.14.
 *
 * @param out - shape [rows, outputs]; no other argument may overlap it
 * @param x - shape [rows, inputs]
 * @param w - shape [inputs, outputs]
 */
export function addProduct(
  out: Float32Array,
  x: Float32Array,
  w: Float32Array,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  addStridedProduct(out, x, w, rows, inputs, outputs, inputs, 1);
}

/**
 * Adds the gradient of weights: `dw[i][o] += Σ_r x[r][i] · dy[r][o]`. One row is the outer product of two vectors. Blocks of the sum
 * are of 64 rows, so call it once with the rows of all steps: each call reads and writes all of `dw`.
 *
 * @param dw - shape [inputs, outputs]; no other argument may overlap it
 * @param x - shape [rows, inputs]
 * @param dy - shape [rows, outputs]
 */
export function addOuterProducts(
  dw: Float32Array,
  x: Float32Array,
  dy: Float32Array,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  addStridedProduct(dw, x, dy, inputs, rows, outputs, 1, inputs);
}

/** `out[r][o] += Σ_t a[r · rowStep + t · termStep] · b[t][o]` */
function addStridedProduct(
  out: Float32Array,
  a: Float32Array,
  b: Float32Array,
  rows: number,
  terms: number,
  outputs: number,
  rowStep: number,
  termStep: number,
): void {
  for (let first = 0; first < terms; first += BLOCK) {
    const count = Math.min(BLOCK, terms - first);
    const bFirst = Math.imul(first, outputs);
    for (let r = 0; r < rows; r++) {
      const at = Math.imul(r, outputs);
      const aFirst = (Math.imul(r, rowStep) + Math.imul(first, termStep)) | 0;
      let o = 0;
      for (; o + WIDTH <= outputs; o += WIDTH)
        addEight(out, at + o, a, aFirst, termStep, b, bFirst + o, outputs, count);
      for (; o < outputs; o++) addOne(out, at + o, a, aFirst, termStep, b, bFirst + o, outputs, count);
    }
  }
}

/** One block of the sums of eight outputs, in registers. */
function addEight(
  out: Float32Array,
  at: number,
  a: Float32Array,
  aFirst: number,
  aStep: number,
  b: Float32Array,
  bFirst: number,
  bStep: number,
  count: number,
): void {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let s4 = 0;
  let s5 = 0;
  let s6 = 0;
  let s7 = 0;
  for (let n = 0, i = aFirst, j = bFirst; n < count; n++, i = (i + aStep) | 0, j = (j + bStep) | 0) {
    const x = a[i];
    s0 = f32(s0 + f32(x * b[j]));
    s1 = f32(s1 + f32(x * b[(j + 1) | 0]));
    s2 = f32(s2 + f32(x * b[(j + 2) | 0]));
    s3 = f32(s3 + f32(x * b[(j + 3) | 0]));
    s4 = f32(s4 + f32(x * b[(j + 4) | 0]));
    s5 = f32(s5 + f32(x * b[(j + 5) | 0]));
    s6 = f32(s6 + f32(x * b[(j + 6) | 0]));
    s7 = f32(s7 + f32(x * b[(j + 7) | 0]));
  }
  out[at] += s0;
  out[at + 1] += s1;
  out[at + 2] += s2;
  out[at + 3] += s3;
  out[at + 4] += s4;
  out[at + 5] += s5;
  out[at + 6] += s6;
  out[at + 7] += s7;
}

/** One block of one output's sum. */
function addOne(
  out: Float32Array,
  at: number,
  a: Float32Array,
  aFirst: number,
  aStep: number,
  b: Float32Array,
  bFirst: number,
  bStep: number,
  count: number,
): void {
  let sum = 0;
  for (let n = 0, i = aFirst, j = bFirst; n < count; n++, i = (i + aStep) | 0, j = (j + bStep) | 0)
    sum = f32(sum + f32(a[i] * b[j]));
  out[at] += sum;
}
