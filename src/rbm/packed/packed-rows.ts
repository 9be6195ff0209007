/**
 * Rows of the packed copies, written anew or moved.
 *
 * @module
 */
import type { Rbm } from '../rbm.ts';
import type { PackedWeights } from './packed-weights.ts';
import { FRACTION, UPPER } from './packed2-weights.ts';
import { ALL_LANES, halfUnits, LANE, LANE_ZERO } from './packed4-weights.ts';

/** 1 in each lane of four, and of two. */
const PACKED4_PLACES = Float64Array.of(1, LANE, LANE * LANE, LANE * LANE * LANE);
const PACKED2_PLACES = Float64Array.of(1, UPPER);

/** Adding and subtracting it rounds a double to a whole number: from 2⁵² on doubles are whole. */
const ROUNDING = 1.5 * 4503599627370496;

/**
 * Makes the copies of a block's four rows anew: those of visible units 4·block to 4·block + 3.
 *
 * @returns whether the sums of its units fit over any hidden units; not so if a parameter is NaN. If not, {@link repackAll}
 * is due. Where they fit at no scale there is nothing to make
 */
export function repackRows(packed: PackedWeights, rbm: Rbm, block: number): boolean {
  if (packed.scale === 0) return true;
  const end = Math.min(4 * block + 4, rbm.visible);
  let fit = true;
  for (let unit = 4 * block; unit < end; unit++) fit = addRow(packed, rbm, unit) && fit;
  return fit;
}

/** Writes the row of one visible unit to both copies, those before it in its doubles having been written. Tells whether its sums fit. */
function addRow(packed: PackedWeights, { hidden, w, bv }: Rbm, unit: number): boolean {
  const { toVisible, biases, toHidden, doubles, l1Bounds, shift, scale } = packed;
  // Constants of a module would be fetched anew in every turn.
  const rounding = ROUNDING;
  const fraction = FRACTION;
  const upper = UPPER;
  const place = placeOf(unit, shift);
  const row = Math.imul(unit, hidden);
  const lines = lineOf(unit >> shift, hidden);
  const firstDouble = Math.imul(unit, doubles);
  const bias = bv[unit] * scale + rounding - rounding;
  const isFirst = place === 1;
  const double = unit >> shift;
  biases[double] = (isFirst ? (shift === 2 ? LANE_ZERO * ALL_LANES : 0) : biases[double]) + place * bias;
  let size = Math.abs(bias);
  for (let j = 0; j < hidden; j++) {
    const x = w[row + j];
    const xq = x * scale + rounding - rounding;
    const at = lines + (j << 3);
    toVisible[at] = (isFirst ? 0 : toVisible[at]) + place * xq;
    size += Math.abs(xq);
    const half = x * fraction + rounding - rounding;
    const pair = firstDouble + (j >> 1);
    toHidden[pair] = (j & 1) === 0 ? half : toHidden[pair] + upper * half;
  }
  l1Bounds[unit] = size;
  return sizeFits(size, packed, hidden);
}

/**
 * Packs other visible biases, such as those of a model whose biases change over time, for sums with the machine's weights.
 *
 * @param out - shape [groups, 8], overwritten
 * @param biases - shape [visible], in nats
 * @returns whether all sums fit; if not, or where nothing is packed, `sampleVisible` must be given no packed biases
 */
export function packBiases(
  out: Float64Array,
  packed: PackedWeights,
  { bv, hidden }: Rbm,
  biases: Float32Array,
): boolean {
  const { l1Bounds, shift, scale } = packed;
  let fit = scale > 0;
  for (let unit = 0; unit < l1Bounds.length; unit++) {
    const place = placeOf(unit, shift);
    const double = unit >> shift;
    const bias = wholeOf(biases[unit], scale);
    out[double] = (place === 1 ? (shift === 2 ? LANE_ZERO * ALL_LANES : 0) : out[double]) + place * bias;
    const bound = l1Bounds[unit] - Math.abs(wholeOf(bv[unit], scale)) + Math.abs(bias);
    fit = sizeFits(bound, packed, hidden) && fit;
  }
  return fit;
}

/** What brings a unit's whole numbers to its lane. */
function placeOf(unit: number, shift: number): number {
  return shift === 2 ? PACKED4_PLACES[unit & 3] : PACKED2_PLACES[unit & 1];
}

/** Where the first weight of a double of visible units is. */
function lineOf(double: number, hidden: number): number {
  return (Math.imul(double >> 3, hidden) << 3) + (double & 7);
}

/** Whether a unit of this size cannot have a sum that is too large, rounding included. Not so if it is NaN. */
function sizeFits(size: number, { largest }: PackedWeights, hidden: number): boolean {
  return size <= largest - 2 * halfUnits(hidden);
}

/**
 * Moves the weights of one visible unit by `perCount` times the counts, its bias by `perExample` times the balance, and both
 * copies with them:
 *
 *     w ← round(w + perCount · count)
 *
 * Where the count of two neighbours is 0, and in a batch of 9 that is most of them, nothing is done. Differences of whole
 * numbers are exact, so nothing is lost however often a weight changes. Not for where sums fit at no scale.
 *
 * @param counts - shape [≥ hidden, and an even number]
 * @param balance - a whole number
 * @param scales - shape [≥ 2]: perCount and perExample; in an array, since V8 would put them on the heap for every call
 * @returns whether the unit's sums still fit; if not, {@link repackAll} is due
 */
export function moveRow(
  packed: PackedWeights,
  { hidden, w, bv }: Rbm,
  unit: number,
  counts: Int32Array,
  balance: number,
  scales: Float64Array,
): boolean {
  const { toVisible, biases, toHidden, doubles, l1Bounds, shift, scale } = packed;
  // Constants of a module would be fetched anew in every turn.
  const rounding = ROUNDING;
  const fraction = FRACTION;
  const upper = UPPER;
  const perCount = scales[0];
  const place = placeOf(unit, shift);
  const row = Math.imul(unit, hidden);
  const lines = lineOf(unit >> shift, hidden);
  const firstDouble = Math.imul(unit, doubles);
  const whole = hidden >> 1;
  let grown = 0;
  for (let k = 0; k < whole; k++) {
    const evenCount = counts[2 * k];
    const oddCount = counts[2 * k + 1];
    if ((evenCount | oddCount) === 0) continue;
    const at = row + 2 * k;
    const line = lines + (k << 4);
    const x = w[at];
    const y = w[at + 1];
    const xNow = Math.fround(x + perCount * evenCount);
    const yNow = Math.fround(y + perCount * oddCount);
    w[at] = xNow;
    w[at + 1] = yNow;
    const xq = x * scale + rounding - rounding;
    const yq = y * scale + rounding - rounding;
    const xqNow = xNow * scale + rounding - rounding;
    const yqNow = yNow * scale + rounding - rounding;
    toVisible[line] += place * (xqNow - xq);
    toVisible[line + 8] += place * (yqNow - yq);
    grown += Math.abs(xqNow) - Math.abs(xq) + (Math.abs(yqNow) - Math.abs(yq));
    toHidden[firstDouble + k] = xNow * fraction + rounding - rounding + upper * (yNow * fraction + rounding - rounding);
  }
  if ((hidden & 1) === 1) {
    const last = hidden - 1;
    const at = row + last;
    const xq = wholeOf(w[at], scale);
    w[at] += perCount * counts[last];
    const xqNow = wholeOf(w[at], scale);
    toVisible[lines + 8 * last] += place * (xqNow - xq);
    grown += Math.abs(xqNow) - Math.abs(xq);
    toHidden[firstDouble + whole] = wholeOf(w[at], fraction);
  }
  const bq = wholeOf(bv[unit], scale);
  bv[unit] += scales[1] * balance;
  const bqNow = wholeOf(bv[unit], scale);
  biases[unit >> shift] += place * (bqNow - bq);
  grown += Math.abs(bqNow) - Math.abs(bq);
  l1Bounds[unit] += grown;
  return sizeFits(l1Bounds[unit], packed, hidden);
}

/** The nearest whole number of 1/scale. */
function wholeOf(x: number, scale: number): number {
  return x * scale + ROUNDING - ROUNDING;
}
