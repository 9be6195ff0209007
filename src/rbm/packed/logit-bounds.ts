/**
 * What can be said of a unit before its probability is known.
 *
 * @module
 */
import { log } from '../../math/functions/log.ts';

/** Cells of equal width that the unit interval is cut into; a uniform number's cell is its upper ten bits. */
const CELLS = 1024;

/**
 * For a uniform number u in cell t, t/1024 ≤ u < (t + 1)/1024: a unit whose input is below `off[t]` does not fire, since its
 * probability is below t/1024; one whose input reaches `on[t]` does. Between the two lies logit(u), where the
 * probability must be computed: for one decision in a thousand.
 */
export interface LogitBounds {
  /** shape [1024], in nats */
  readonly off: Float64Array;
  /** shape [1024], in nats */
  readonly on: Float64Array;
}

/** Far beyond the rounding of our sigmoid, far below the width of a cell. */
const ROUNDING = 1e-6;

/** In nats, beyond the rounding of a float64 sum of 65,536 terms that stays below 4,096. */
const SUM_ROUNDING = 1e-7;

/**
 * The bounds at a temperature.
 *
 * @param temperature - T; inputs are multiplied by 1/T before the logistic
 * @param margin - how much wider than they must be, in nats at temperature 1
 */
export function logitBounds(temperature: number, margin: number = 0): LogitBounds {
  const off = new Float64Array(CELLS);
  const on = new Float64Array(CELLS);
  for (let t = 0; t < CELLS; t++) {
    off[t] = (logit(t / CELLS) - ROUNDING - margin) * temperature - SUM_ROUNDING;
    on[t] = (logit((t + 1) / CELLS) + ROUNDING + margin) * temperature + SUM_ROUNDING;
  }
  return { off, on };
}

/** log(p / (1 − p)): −Infinity for 0, Infinity for 1. */
function logit(p: number): number {
  return log(p) - log(1 - p);
}
