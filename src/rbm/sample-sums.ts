/**
 * Bernoulli sampling of the visible layer from packed sums.
 *
 * @module
 */
import { randomWord, uniform } from '../math/random.ts';
import { sigmoid } from '../math/sigmoid.ts';
import { CELL_SHIFT, type LogitBounds } from './logit-bounds.ts';
import { UPPER } from './packed-weights.ts';
import type { Rbm } from './rbm.ts';
import { TO_UNIT_INTERVAL } from './sample-inputs.ts';
import { inputOf } from './visible-input.ts';

/** Adding and subtracting it rounds a double to a multiple of UPPER: 2⁵² of those are where doubles end. */
const ROUND_TO_UPPER = 1.5 * 4503599627370496 * UPPER;

/** Marks a unit of which the bounds do not say whether it fires. */
const UNSETTLED = 0x80000000;

/**
 * Lists the units that fire, and those that may: of 2,340 units 85 and 3.
 *
 * The loop calls nothing and hardly ever branches. Most units are left out at once, their sum being below the bound of
 * their uniform number's upper half.
 *
 * @param listed - shape [≥ visible + 1], overwritten: ascending, marked where unsettled
 * @param sums - shape [≥ ⌈visible / 2⌉], from `packedSums`
 * @param bounds - for sums known up to `packingError`, in units of 1/FRACTION
 * @returns how many are listed
 */
export function listUnits(
  listed: Uint32Array,
  sums: Float64Array,
  visible: number,
  bounds: LogitBounds,
  key0: number,
  key1: number,
): number {
  const { off, on } = bounds;
  // Constants of a module would be fetched anew in every turn.
  const rounding = ROUND_TO_UPPER;
  const scale = 1 / UPPER;
  const lowerShift = 16 + CELL_SHIFT;
  const upperShift = CELL_SHIFT;
  const pairs = (visible + 1) >> 1;
  let count = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const word = randomWord(key0, key1, pair);
    const sum = sums[pair];
    const upper = sum + rounding - rounding;
    const even = sum - upper;
    const cell = word >>> lowerShift;
    if (even >= off[cell]) {
      const unit = 2 * pair;
      listed[count++] = even >= on[cell] ? unit : unit + UNSETTLED;
    }
    const odd = upper * scale;
    const oddCell = (word & 0xffff) >>> upperShift;
    if (odd >= off[oddCell]) {
      const unit = 2 * pair + 1;
      listed[count++] = odd >= on[oddCell] ? unit : unit + UNSETTLED;
    }
  }
  return count;
}

/**
 * Settles the units of a list that are marked: their input is summed exactly and their logistic computed. What is left are
 * the exact sampler's decisions.
 *
 * @param listed - shape [≥ count], changed in place: ascending
 * @param hidden - shape [≥ hiddenCount], the hidden units that are on, ascending
 * @returns how many fire
 */
export function settleList(
  listed: Uint32Array,
  count: number,
  temperature: number,
  { visible, hidden: units, w, bv }: Rbm,
  hidden: Uint32Array,
  hiddenCount: number,
  key0: number,
  key1: number,
): number {
  const inverse = 1 / temperature;
  let fired = 0;
  for (let n = 0; n < count; n++) {
    const settled = listed[n] < UNSETTLED;
    const unit = settled ? listed[n] : listed[n] - UNSETTLED;
    // An odd number of units leaves the last pair half empty.
    if (unit === visible) continue;
    if (!settled) {
      const input = inputOf(unit, hidden, hiddenCount, w, bv, units);
      if (!(uniform(key0, key1, unit) * TO_UNIT_INTERVAL < sigmoid(inverse * input))) continue;
    }
    listed[fired++] = unit;
  }
  return fired;
}
