/**
 * Products element by element: gates.
 *
 * Outputs may be one of the inputs; other overlaps are not allowed.
 *
 * @module
 */

const f32 = Math.fround;

/**
 * Writes `out[k] = a[k] · b[k]`.
 *
 * @param out - shape [≥ count], overwritten
 * @param a - shape [≥ count]
 * @param b - shape [≥ count]
 */
export function multiply(out: Float32Array, a: Float32Array, b: Float32Array, count: number): void {
  for (let k = 0; k < count; k++) out[k] = a[k] * b[k];
}

/**
 * Adds `out[k] += a[k] · b[k]`; the product is rounded, then the sum.
 *
 * @param out - shape [≥ count]
 * @param a - shape [≥ count]
 * @param b - shape [≥ count]
 */
export function addMultiplied(out: Float32Array, a: Float32Array, b: Float32Array, count: number): void {
  for (let k = 0; k < count; k++) out[k] += f32(a[k] * b[k]);
}

/**
 * Multiplies `x[k] *= factor`, the factor rounded to float32.
 *
 * @param x - shape [≥ count]
 */
export function scale(x: Float32Array, factor: number, count: number): void {
  const rounded = f32(factor);
  for (let k = 0; k < count; k++) x[k] *= rounded;
}
