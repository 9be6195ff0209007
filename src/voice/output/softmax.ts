/**
 * A number for each µ-law level as the prediction of a sample: p(level) = e^x[level] / Σ e^x[k].
 *
 * Source: van den Oord et al. (2016), "WaveNet", section 2.2.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { log } from '../../math/functions/log.ts';
import { BINS } from './mu-law.ts';

const powers = new Float64Array(BINS);

/**
 * The loss −ln p(level) of one prediction, and its gradient.
 *
 * @param gradient - shape [≥ at + 256], its part from `at` on overwritten: of the loss by each number, times `weight`
 * @param prediction - shape [≥ at + 256]
 * @returns the loss in nats
 */
export function softmaxLoss(
  gradient: Float32Array,
  prediction: Float32Array,
  at: number,
  _base: number,
  _unit: number,
  level: number,
  weight: number,
): number {
  const sum = fillPowers(prediction, at, 1);
  for (let k = 0; k < BINS; k++) gradient[at + k] = weight * (powers[k] / sum);
  gradient[at + level] = weight * (powers[level] / sum - 1);
  return log(sum) - log(powers[level]);
}

/**
 * Draws a level.
 *
 * @param choice - above 0 and below 1
 * @param temperature - the numbers are divided by it
 */
export function sampleSoftmax(prediction: Float32Array, at: number, choice: number, temperature: number): number {
  let left = choice * fillPowers(prediction, at, temperature);
  let level = 0;
  while (level + 1 < BINS && left >= powers[level]) left -= powers[level++];
  return level;
}

/** e^((x[k] − max x) / temperature), at least 1e-300; their sum. */
function fillPowers(x: Float32Array, at: number, temperature: number): number {
  let most = -Infinity;
  for (let k = 0; k < BINS; k++) if (x[at + k] > most) most = x[at + k];
  let sum = 0;
  for (let k = 0; k < BINS; k++) {
    powers[k] = Math.max(1e-300, exp((x[at + k] - most) / temperature));
    sum += powers[k];
  }
  return sum;
}
