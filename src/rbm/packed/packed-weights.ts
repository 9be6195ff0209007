/**
 * Keeping the two packed copies of the weights, one to sum each layer from, in step with the weights.
 *
 * @module
 */

import type { Rbm } from '../rbm.ts';
import { FRACTION, LARGEST_PAIR_SUM, pairsOf, UPPER } from './packed2-weights.ts';
import {
  ALL_FIELDS,
  DOUBLES_AT_A_TIME,
  FIELD,
  FIELD_ZERO,
  finestScale,
  halfUnits,
  LARGEST_SUM,
  MOST_FOR_QUADS,
  MOST_PACKED,
  quadsOf,
} from './packed4-weights.ts';

/**
 * The copies of a machine's weights and visible biases. They have to change wherever these do. Machines of more than
 * {@link MOST_PACKED} hidden units have none: their arrays are empty, groups and scale 0.
 */
export interface PackedWeights {
  /** Four visible units each. */
  readonly quads: number;
  /** How many visible units share a double of `toVisible`: 1 << shift, which is 4, or 2 in wide machines. */
  readonly shift: number;
  /** Eight doubles each. */
  readonly groups: number;
  /** shape [groups, hidden, 8]: some visible units to a double, so that those of a group and a hidden unit fill a line of the cache */
  readonly toVisible: Float64Array;
  /** shape [groups, 8]: the visible biases, packed alike; in quads with FIELD_ZERO in every field */
  readonly biases: Float64Array;
  /** Doubles to a row of `toHidden`. */
  readonly pairs: number;
  /** shape [visible, pairs]: two hidden units to a double */
  readonly toHidden: Float64Array;
  /** shape [visible]: what the sum of a unit's bias and weights would be if all counted as positive, in whole numbers */
  readonly sizes: Float64Array;
  /** The finest scale: in pairs {@link FRACTION}, in quads what the temperature allows; 0 in machines too wide for packing. */
  readonly finest: number;
  /** Whole numbers of `toVisible` to a nat, a power of two; 0 if sums fit at no scale: then neither copy must be used. */
  scale: number;
  /** No sum of `toVisible` is larger than this. */
  readonly largest: number;
}

/** 1 in each field of four, and of two. */
const QUAD_PLACES = Float64Array.of(1, FIELD, FIELD * FIELD, FIELD * FIELD * FIELD);
const PAIR_PLACES = Float64Array.of(1, UPPER);

/** Adding and subtracting it rounds a double to a whole number: from 2⁵² on doubles are whole. */
const ROUNDING = 1.5 * 4503599627370496;

/**
 * The copies of a machine's weights; none of a machine that is too wide for packing.
 *
 * @param temperature - of the sampler
 */
export function packWeights(rbm: Rbm, temperature: number): PackedWeights {
  const shift = rbm.hidden > MOST_FOR_QUADS ? 1 : 2;
  const visible = rbm.hidden > MOST_PACKED ? 0 : rbm.visible;
  const groups = Math.ceil(visible / (DOUBLES_AT_A_TIME << shift));
  const pairs = pairsOf(rbm.hidden);
  const packed = {
    quads: quadsOf(rbm.visible),
    shift,
    groups,
    toVisible: new Float64Array(groups * rbm.hidden * DOUBLES_AT_A_TIME),
    biases: new Float64Array(groups * DOUBLES_AT_A_TIME),
    pairs,
    toHidden: new Float64Array(visible * pairs),
    sizes: new Float64Array(visible),
    finest: visible === 0 ? 0 : shift === 2 ? finestScale(temperature) : FRACTION,
    scale: 0,
    largest: shift === 2 ? LARGEST_SUM : LARGEST_PAIR_SUM,
  };
  repackAll(packed, rbm);
  return packed;
}

/** Makes all of the copies anew, at the finest scale at which sums fit; pairs have one scale only. */
export function repackAll(packed: PackedWeights, rbm: Rbm): void {
  for (packed.scale = packed.finest; packed.scale >= 1; packed.scale = packed.shift === 2 ? packed.scale / 2 : 0) {
    let quad = 0;
    while (quad < packed.quads && repackQuad(packed, rbm, quad)) quad++;
    if (quad === packed.quads) return;
  }
  packed.scale = 0;
}

/**
 * Makes the copies of a quad's four rows anew.
 *
 * @returns whether the sums of its units fit over any hidden units; not so if a parameter is NaN. If not, {@link repackAll}
 * is due. Where they fit at no scale there is nothing to make
 */
export function repackQuad(packed: PackedWeights, rbm: Rbm, quad: number): boolean {
  const { toVisible, biases, shift } = packed;
  const { visible, hidden } = rbm;
  if (packed.scale === 0) return true;
  const end = Math.min(4 * quad + 4, visible);
  for (let double = (4 * quad) >> shift; double << shift < end; double++) {
    biases[double] = shift === 2 ? FIELD_ZERO * ALL_FIELDS : 0;
    const first = lineOf(double, hidden);
    for (let j = 0; j < hidden; j++) toVisible[first + DOUBLES_AT_A_TIME * j] = 0;
  }
  let fit = true;
  for (let unit = 4 * quad; unit < end; unit++) if (!addRow(packed, rbm, unit)) fit = false;
  return fit;
}

/** Writes the row of one visible unit to both copies; what it shares doubles with is there, or 0. Tells whether its sums fit. */
function addRow(packed: PackedWeights, { hidden, w, bv }: Rbm, unit: number): boolean {
  const { toVisible, biases, toHidden, pairs, sizes, shift, scale } = packed;
  // Constants of a module would be fetched anew in every turn.
  const rounding = ROUNDING;
  const fraction = FRACTION;
  const upper = UPPER;
  const place = placeOf(unit, shift);
  const row = Math.imul(unit, hidden);
  const lines = lineOf(unit >> shift, hidden);
  const firstPair = Math.imul(unit, pairs);
  const bias = bv[unit] * scale + rounding - rounding;
  biases[unit >> shift] += place * bias;
  let size = Math.abs(bias);
  for (let j = 0; j < hidden; j++) {
    const x = w[row + j];
    const xq = x * scale + rounding - rounding;
    toVisible[lines + (j << 3)] += place * xq;
    size += Math.abs(xq);
    const half = x * fraction + rounding - rounding;
    const pair = firstPair + (j >> 1);
    toHidden[pair] = (j & 1) === 0 ? half : toHidden[pair] + upper * half;
  }
  sizes[unit] = size;
  return sizeFits(size, packed, hidden);
}

/** What brings a unit's whole numbers to its field. */
function placeOf(unit: number, shift: number): number {
  return shift === 2 ? QUAD_PLACES[unit & 3] : PAIR_PLACES[unit & 1];
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
  const { toVisible, biases, toHidden, pairs, sizes, shift, scale } = packed;
  // Constants of a module would be fetched anew in every turn.
  const rounding = ROUNDING;
  const fraction = FRACTION;
  const upper = UPPER;
  const perCount = scales[0];
  const place = placeOf(unit, shift);
  const row = Math.imul(unit, hidden);
  const lines = lineOf(unit >> shift, hidden);
  const firstPair = Math.imul(unit, pairs);
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
    toHidden[firstPair + k] = xNow * fraction + rounding - rounding + upper * (yNow * fraction + rounding - rounding);
  }
  if ((hidden & 1) === 1) {
    const x = w[row + hidden - 1];
    const now = Math.fround(x + perCount * counts[hidden - 1]);
    w[row + hidden - 1] = now;
    const change = wholeOf(now, scale) - wholeOf(x, scale);
    toVisible[lines + 8 * (hidden - 1)] += place * change;
    grown += Math.abs(wholeOf(now, scale)) - Math.abs(wholeOf(x, scale));
    toHidden[firstPair + whole] = wholeOf(now, fraction);
  }
  const bias = bv[unit];
  bv[unit] += scales[1] * balance;
  biases[unit >> shift] += place * (wholeOf(bv[unit], scale) - wholeOf(bias, scale));
  grown += Math.abs(wholeOf(bv[unit], scale)) - Math.abs(wholeOf(bias, scale));
  sizes[unit] += grown;
  return sizeFits(sizes[unit], packed, hidden);
}

/** The nearest whole number of 1/scale. */
function wholeOf(x: number, scale: number): number {
  return x * scale + ROUNDING - ROUNDING;
}
