/**
 * The mean of a machine's parameters over the last part of a training.
 *
 * Each update follows the noise of one batch and of a hundred chains; the mean over thousands of updates does not. On
 * frames of chorales that is worth half a nat each, more than anything else that was tried.
 *
 * Source: Polyak and Juditsky (1992), "Acceleration of stochastic approximation by averaging".
 *
 * @module
 */
import type { Rbm, Reals } from './rbm.ts';

/** Sums of parameters, in float64. */
export interface WeightAverage {
  /** shape [visible, hidden] */
  readonly w: Float64Array;
  /** shape [visible] */
  readonly bv: Float64Array;
  /** shape [hidden] */
  readonly bh: Float64Array;
  /** How many machines have been added. */
  count: number;
}

/** The average of nothing. */
export function createAverage({ visible, hidden }: Rbm): WeightAverage {
  return {
    w: new Float64Array(visible * hidden),
    bv: new Float64Array(visible),
    bh: new Float64Array(hidden),
    count: 0,
  };
}

/** Adds the machine as it is now. */
export function addToAverage(average: WeightAverage, { w, bv, bh }: Rbm): void {
  addTo(average.w, w);
  addTo(average.bv, bv);
  addTo(average.bh, bh);
  average.count++;
}

/** Gives the machine the mean parameters, each rounded once to float32; none added, none changed. */
export function takeAverage({ w, bv, bh }: Rbm, average: WeightAverage): void {
  if (average.count === 0) return;
  divide(w, average.w, average.count);
  divide(bv, average.bv, average.count);
  divide(bh, average.bh, average.count);
}

function addTo(sums: Float64Array, numbers: Reals): void {
  for (let n = 0; n < sums.length; n++) sums[n] += numbers[n];
}

function divide(out: Reals, sums: Float64Array, count: number): void {
  for (let n = 0; n < out.length; n++) out[n] = sums[n] / count;
}
