/**
 * Bernoulli sampling of the visible layer from packed sums.
 *
 * @module
 */
import { randomWord, uniform, upperHalf } from '../math/random.ts';
import { sigmoid } from '../math/sigmoid.ts';
import { CELL_SHIFT, type LogitBounds } from './logit-bounds.ts';
import { UPPER } from './packed-weights.ts';
import type { Rbm } from './rbm.ts';
import { TO_UNIT_INTERVAL } from './sample-inputs.ts';
import { inputOf } from './visible-input.ts';

/** Adding and subtracting it rounds a double to a multiple of UPPER: 2⁵² of those are where doubles end. */
const ROUND_TO_UPPER = 1.5 * 4503599627370496 * UPPER;

/**
 * Lists the units that may fire: those whose sum is not below the bound of their uniform number's upper half.
 *
 * The loop calls nothing and branches almost never: of 2,340 units some 87 get on the list, 85 of which fire.
 *
 * @param candidates - shape [≥ 2·pairs], overwritten: ascending
 * @param sums - shape [pairs], from `sumColumns`
 * @param bounds - for sums known up to `packingError`, in units of 1/FRACTION
 * @returns how many may fire
 */
export function listCandidates(
  candidates: Uint32Array,
  sums: Float64Array,
  bounds: LogitBounds,
  key0: number,
  key1: number,
): number {
  const { off } = bounds;
  const pairs = sums.length;
  let count = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const word = randomWord(key0, key1, pair);
    const sum = sums[pair];
    const upper = sum + ROUND_TO_UPPER - ROUND_TO_UPPER;
    if (sum - upper >= off[word >>> (16 + CELL_SHIFT)]) candidates[count++] = 2 * pair;
    if (upper >= UPPER * off[(word & 0xffff) >>> CELL_SHIFT]) candidates[count++] = 2 * pair + 1;
  }
  return count;
}

/**
 * Keeps the candidates that do fire: the exact sampler's decisions. Where the upper bound does not settle it either, the
 * input is summed exactly and its logistic computed.
 *
 * @param active - shape [≥ visible], overwritten: the units that fire, ascending; may be `candidates`
 * @param hidden - shape [≥ hiddenCount], the hidden units that are on, ascending
 * @returns how many fire
 */
export function settleCandidates(
  active: Uint32Array,
  candidates: Uint32Array,
  candidateCount: number,
  sums: Float64Array,
  bounds: LogitBounds,
  temperature: number,
  rbm: Rbm,
  hidden: Uint32Array,
  hiddenCount: number,
  key0: number,
  key1: number,
): number {
  const { on } = bounds;
  const { w, bv } = rbm;
  const inverse = 1 / temperature;
  let count = 0;
  for (let n = 0; n < candidateCount; n++) {
    const unit = candidates[n];
    // An odd number of units leaves the last pair half empty.
    if (unit === rbm.visible) break;
    const pair = unit >>> 1;
    const upper = sums[pair] + ROUND_TO_UPPER - ROUND_TO_UPPER;
    const sum = (unit & 1) === 0 ? sums[pair] - upper : upper / UPPER;
    if (sum < on[upperHalf(randomWord(key0, key1, pair), unit) >>> CELL_SHIFT]) {
      const input = inputOf(unit, hidden, hiddenCount, w, bv, rbm.hidden);
      if (!(uniform(key0, key1, unit) * TO_UNIT_INTERVAL < sigmoid(inverse * input))) continue;
    }
    active[count++] = unit;
  }
  return count;
}
