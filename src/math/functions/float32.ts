/**
 * e^x − 1, tanh and the logistic function in float32 arithmetic: every operation is rounded to float32. SIMD lanes that do the same
 * operations have the same bits, four results at a time (`src/lanes/assembly/dense/activations.ts`).
 *
 * @module
 */
import { powerOfTwo } from '../bits/float-bits.ts';

const f32 = Math.fround;

const LOG2_E = f32(Math.LOG2E);
/** log 2 = LN2_HIGH + LN2_LOW; the high part has 9 bits, so its products with whole numbers up to 2^15 are exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = f32(-0.00021219444);
/** 1.5 · 2^23: a float32 number that this is added to is rounded to a whole number. */
const TO_INTEGER = 12582912;

// (e^r − 1 − r) / r² = 1/2! + r/3! + r²/4! + …; the first omitted term is below 2e-8 of e^r − 1 at |r| ≤ 0.35.
const C7 = f32(1 / 5040);
const C6 = f32(1 / 720);
const C5 = f32(1 / 120);
const C4 = f32(1 / 24);
const C3 = f32(1 / 6);
const C2 = 1 / 2;

/**
 * e^x − 1 for float32 numbers x from −87 to 88, with a relative error of at most 2⁻²³.
 *
 * x = k·log 2 + r with |r| ≤ log(2)/2; p = e^r − 1 by its series; e^x − 1 = 2^k p + (2^k − 1).
 */
function expMinusOne(x: number): number {
  const k = f32(f32(f32(x * LOG2_E) + TO_INTEGER) - TO_INTEGER);
  const r = f32(f32(x - f32(k * LN2_HIGH)) - f32(k * LN2_LOW));
  let q = f32(f32(C7 * r) + C6);
  q = f32(f32(q * r) + C5);
  q = f32(f32(q * r) + C4);
  q = f32(f32(q * r) + C3);
  q = f32(f32(q * r) + C2);
  const p = f32(r + f32(f32(r * r) * q));
  const power = powerOfTwo(k);
  return f32(f32(power * p) + f32(power - 1));
}

/**
 * tanh x of a float32 number, within 2.5 float32 ulp. ±1 beyond ±9.02, NaN for NaN. An argument of −0 gives 0.
 *
 * tanh x = e / (e + 2) with e = e^2x − 1, which has no cancellation near 0.
 */
export function tanhFloat32(x: number): number {
  const e = expMinusOne(clamp(f32(x + x), 20));
  return f32(e / f32(e + 2));
}

/**
 * 1 / (1 + e^−x) of a float32 number, within 2.8 float32 ulp. NaN for NaN. It is never 0, so that its logarithm is finite, nor
 * subnormal: below −87 it stays at 1.6e-38.
 */
export function sigmoidFloat32(x: number): number {
  return f32(1 / f32(expMinusOne(clamp(-x, 87)) + 2));
}

/** Between −most and most; NaN for NaN. */
function clamp(x: number, most: number): number {
  return x > most ? most : x < -most ? -most : x;
}
