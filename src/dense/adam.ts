/**
 * Adam, the optimiser.
 *
 * Source: Kingma and Ba (2015), "Adam: a method for stochastic optimization", algorithm 1.
 *
 * @module
 */

const f32 = Math.fround;

/**
 * One update of an array of parameters. With g = scale · dw:
 *
 *     m ← beta1 m + (1 − beta1) g
 *     v ← beta2 v + (1 − beta2) g²
 *     w ← w − rate / (1 − beta1^step) · m / (√v · 1 / √(1 − beta2^step) + epsilon)
 *
 * Each operation is rounded to float32, from left to right; so are the factors that do not depend on the element, computed in float64.
 * g² is 0 below 2.6e-23. Above 1.8e19 it is infinite, and the parameter then never moves again: clip first. A NaN in `dw` stays in all
 * three.
 *
 * @param w - shape [≥ count]: the parameters
 * @param m - shape [≥ count]: the mean of the gradients, at first 0
 * @param v - shape [≥ count]: the mean of their squares, at first 0
 * @param dw - shape [≥ count]: the gradient, of what is to fall
 * @param step - the number of this update, from 1
 * @param scale - a factor for the gradient: that of `clipFactor`, or 1
 */
export function moveAdam(
  w: Float32Array,
  m: Float32Array,
  v: Float32Array,
  dw: Float32Array,
  count: number,
  rate: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  step: number,
  scale: number,
): void {
  const factor = f32(scale);
  const [b1, c1] = [f32(beta1), f32(1 - beta1)];
  const [b2, c2] = [f32(beta2), f32(1 - beta2)];
  const corrected = f32(adamRate(rate, beta1, step));
  const root = f32(adamRoot(beta2, step));
  const least = f32(epsilon);
  for (let k = 0; k < count; k++) {
    const g = f32(dw[k] * factor);
    const first = f32(f32(b1 * m[k]) + f32(c1 * g));
    const second = f32(f32(b2 * v[k]) + f32(c2 * f32(g * g)));
    m[k] = first;
    v[k] = second;
    const size = f32(f32(f32(Math.sqrt(second)) * root) + least);
    w[k] -= f32(f32(corrected * first) / size);
  }
}

/** rate / (1 − beta1^step): the rate that corrects m for its start at 0. */
export function adamRate(rate: number, beta1: number, step: number): number {
  return rate / (1 - wholePower(beta1, step));
}

/** 1 / √(1 − beta2^step): what corrects √v for its start at 0. */
export function adamRoot(beta2: number, step: number): number {
  return 1 / Math.sqrt(1 - wholePower(beta2, step));
}

/** base^exponent for a whole exponent ≥ 0, by squaring: `Math.pow` differs between engines. */
function wholePower(base: number, exponent: number): number {
  let power = 1;
  let square = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power *= square;
    square *= square;
  }
  return power;
}
