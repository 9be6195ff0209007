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
import { PARAMETERS, type Rbm } from '../rbm.ts';

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

/** A learner's own memory for the sums of weights, and what adds the weights to them. */
export interface WeightSums {
  /** shape [visible, hidden] */
  readonly sums: Float64Array;
  add(): void;
}

/** What is averaged. */
interface Averaged {
  readonly rbm: Rbm;
  readonly weightSums?: WeightSums | undefined;
}

/** The average of nothing. */
export function createAverage({ rbm: { visible, hidden }, weightSums }: Averaged): WeightAverage {
  return {
    w: weightSums?.sums ?? new Float64Array(visible * hidden),
    bv: new Float64Array(visible),
    bh: new Float64Array(hidden),
    count: 0,
  };
}

/** Adds the machine as it is now. */
export function addToAverage(average: WeightAverage, { rbm, weightSums }: Averaged): void {
  for (const name of PARAMETERS) {
    const sums = average[name];
    const numbers = rbm[name];
    if (sums === weightSums?.sums) weightSums.add();
    else for (let n = 0; n < sums.length; n++) sums[n] += numbers[n];
  }
  average.count++;
}

/** Sets the machine's parameters to the means, each rounded once to float32; changes nothing if no machine was added. */
export function takeAverage(rbm: Rbm, average: WeightAverage): void {
  const { count } = average;
  if (count === 0) return;
  for (const name of PARAMETERS) rbm[name].set(average[name].map((sum) => sum / count));
}
