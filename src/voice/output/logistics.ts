/**
 * A mixture of two logistic distributions as the prediction of a sample, of which each µ-law level has its share.
 *
 * The probability of the level between edges a and b is Σ πₘ (σ((b − µₘ) / sₘ) − σ((a − µₘ) / sₘ)); the outermost levels reach to
 * infinity. A prediction is the numbers [logit π₁, logit π₂, (µ₁ − base) / unit, (µ₂ − base) / unit, log(s₁ / unit), log(s₂ / unit)].
 *
 * Source: Salimans et al. (2017), "PixelCNN++", section 2.1.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { log, log1p } from '../../math/functions/log.ts';
import { BINS, EDGES, levelOf } from './mu-law.ts';

/** Distributions in the mixture. */
const MIXTURE = 2;
/** Numbers of a prediction. */
export const LOGISTICS_OUTPUTS: number = 3 * MIXTURE;
/** Scales below e^−9 = .00012 of full scale count as that: the narrowest level is .00018 wide. */
const LEAST_LOG_SCALE = -9;

const logs = new Float64Array(MIXTURE);
const slopes = new Float64Array(2 * MIXTURE);

/**
 * The loss −ln p(level) of one prediction, and its gradient.
 *
 * @param gradient - shape [≥ at + 6], its part from `at` on overwritten: of the loss by each number, times `weight`
 * @param prediction - shape [≥ at + 6]
 * @returns the loss in nats
 */
export function logisticsLoss(
  gradient: Float32Array,
  prediction: Float32Array,
  at: number,
  base: number,
  unit: number,
  level: number,
  weight: number,
): number {
  const low = EDGES[level] - base;
  const high = EDGES[level + 1] - base;
  const logUnit = log(unit);
  let most = -Infinity;
  for (let m = 0; m < MIXTURE; m++) {
    const given = prediction[at + 2 * MIXTURE + m] + logUnit;
    const inverse = exp(-(given < LEAST_LOG_SCALE ? LEAST_LOG_SCALE : given));
    const mean = unit * prediction[at + MIXTURE + m];
    const a = (low - mean) * inverse;
    const b = (high - mean) * inverse;
    // σ(b) − σ(a) = σ(b) · σ(−a) · (1 − e^(a − b)), without cancellation. Each factor's logarithm, and its slope by b or a.
    let value = 0;
    let byLow = 0;
    let byHigh = 0;
    if (level < BINS - 1) {
      const e = exp(-Math.abs(b));
      value -= (b < 0 ? -b : 0) + log1p(e);
      byHigh += (b < 0 ? 1 : e) / (1 + e);
    }
    if (level > 0) {
      const e = exp(-Math.abs(a));
      value -= (a > 0 ? a : 0) + log1p(e);
      byLow -= (a > 0 ? 1 : e) / (1 + e);
    }
    if (level > 0 && level < BINS - 1) {
      const e = exp(a - b);
      const share = 1 - e;
      value += log(share);
      byHigh += e / share;
      byLow -= e / share;
    }
    logs[m] = value + prediction[at + m];
    slopes[m] = (byLow + byHigh) * inverse * unit;
    slopes[MIXTURE + m] = given < LEAST_LOG_SCALE ? 0 : byLow * a + byHigh * b;
    if (logs[m] > most) most = logs[m];
  }
  let sum = 0;
  let whole = 0;
  let largest = -Infinity;
  for (let m = 0; m < MIXTURE; m++) {
    sum += exp(logs[m] - most);
    if (prediction[at + m] > largest) largest = prediction[at + m];
  }
  for (let m = 0; m < MIXTURE; m++) whole += exp(prediction[at + m] - largest);
  for (let m = 0; m < MIXTURE; m++) {
    const posterior = exp(logs[m] - most) / sum;
    gradient[at + m] = weight * (exp(prediction[at + m] - largest) / whole - posterior);
    gradient[at + MIXTURE + m] = weight * posterior * slopes[m];
    gradient[at + 2 * MIXTURE + m] = weight * posterior * slopes[MIXTURE + m];
  }
  return largest + log(whole) - most - log(sum);
}

/**
 * Draws a level.
 *
 * @param choice - from 0 to below 1: which distribution
 * @param place - above 0 and below 1: the quantile in it
 * @param temperature - factor on the scales
 */
export function sampleLogistics(
  prediction: Float32Array,
  at: number,
  base: number,
  unit: number,
  choice: number,
  place: number,
  temperature: number,
): number {
  const m = choice * (1 + exp(prediction[at + 1] - prediction[at])) < 1 ? 0 : 1;
  const given = prediction[at + 2 * MIXTURE + m] + log(unit);
  const scale = temperature * exp(given < LEAST_LOG_SCALE ? LEAST_LOG_SCALE : given);
  return levelOf(base + unit * prediction[at + MIXTURE + m] + scale * log(place / (1 - place)));
}
