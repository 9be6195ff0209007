/**
 * Keeping the two packed copies of the weights, by `quad-weights` and by `pair-weights`, in step with the weights.
 *
 * @module
 */
import { FRACTION, pairsOf, UPPER } from './pair-weights.ts';
import {
  ALL_FIELDS,
  FIELD,
  FIELD_ZERO,
  finestScale,
  halfUnits,
  LARGEST_SUM,
  QUADS_AT_A_TIME,
  quadsOf,
} from './quad-weights.ts';
import type { Rbm } from './rbm.ts';

/** The copies of a machine's weights and visible biases. They have to change wherever these do. */
export interface PackedWeights {
  /** Four visible units each. */
  readonly quads: number;
  /** Eight quads each. */
  readonly groups: number;
  /** shape [groups, hidden, 8]: four visible units to a double, so that those of 32 and a hidden unit fill a line of the cache */
  readonly byQuads: Float64Array;
  /** shape [groups, 8]: the visible biases, four to a double, with FIELD_ZERO in every field */
  readonly biases: Float64Array;
  /** Doubles to a row of `byPairs`. */
  readonly pairs: number;
  /** shape [visible, pairs]: two hidden units to a double */
  readonly byPairs: Float64Array;
  /** shape [visible]: what the sum of a unit's bias and weights would be if all counted as positive, in whole numbers */
  readonly sizes: Float64Array;
  /** The finest scale that the temperature allows. */
  readonly finest: number;
  /** Whole numbers of `byQuads` to a nat, a power of two; 0 if sums fit at no scale: then neither copy must be used. */
  scale: number;
}

/** 1 in each of the four fields. */
const PLACES = Float64Array.of(1, FIELD, FIELD * FIELD, FIELD * FIELD * FIELD);

/** Adding and subtracting it rounds a double to a whole number: from 2⁵² on doubles are whole. */
const ROUNDING = 1.5 * 4503599627370496;

/**
 * The copies of a machine's weights.
 *
 * @param temperature - of the sampler
 */
export function packWeights(rbm: Rbm, temperature: number): PackedWeights {
  const quads = quadsOf(rbm.visible);
  const groups = Math.ceil(quads / QUADS_AT_A_TIME);
  const pairs = pairsOf(rbm.hidden);
  const packed = {
    quads,
    groups,
    byQuads: new Float64Array(groups * rbm.hidden * QUADS_AT_A_TIME),
    biases: new Float64Array(groups * QUADS_AT_A_TIME),
    pairs,
    byPairs: new Float64Array(rbm.visible * pairs),
    sizes: new Float64Array(rbm.visible),
    finest: finestScale(temperature),
    scale: 0,
  };
  repackAll(packed, rbm);
  return packed;
}

/** Makes all of the copies anew, at the finest scale that fits. */
export function repackAll(packed: PackedWeights, rbm: Rbm): void {
  for (packed.scale = packed.finest; packed.scale >= 1; packed.scale /= 2) {
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
 * is due
 */
export function repackQuad(packed: PackedWeights, { visible, hidden, w, bv }: Rbm, quad: number): boolean {
  const { byQuads, biases, byPairs, pairs, sizes, scale } = packed;
  // Constants of a module would be fetched anew in every turn.
  const rounding = ROUNDING;
  const field = FIELD;
  // Units beyond the last one weigh nothing.
  const scale1 = 4 * quad + 1 < visible ? scale : 0;
  const scale2 = 4 * quad + 2 < visible ? scale : 0;
  const scale3 = 4 * quad + 3 < visible ? scale : 0;
  const i0 = 4 * quad;
  const i1 = Math.min(i0 + 1, visible - 1);
  const i2 = Math.min(i0 + 2, visible - 1);
  const i3 = Math.min(i0 + 3, visible - 1);
  const b0 = bv[i0] * scale + rounding - rounding;
  const b1 = bv[i1] * scale1 + rounding - rounding;
  const b2 = bv[i2] * scale2 + rounding - rounding;
  const b3 = bv[i3] * scale3 + rounding - rounding;
  biases[quad] = FIELD_ZERO * ALL_FIELDS + b0 + field * (b1 + field * (b2 + field * b3));
  let size0 = Math.abs(b0);
  let size1 = Math.abs(b1);
  let size2 = Math.abs(b2);
  let size3 = Math.abs(b3);
  const row0 = Math.imul(i0, hidden);
  const row1 = Math.imul(i1, hidden);
  const row2 = Math.imul(i2, hidden);
  const row3 = Math.imul(i3, hidden);
  let line = lineOf(quad, hidden);
  for (let j = 0; j < hidden; j++, line += QUADS_AT_A_TIME) {
    const w0 = w[row0 + j] * scale + rounding - rounding;
    const w1 = w[row1 + j] * scale1 + rounding - rounding;
    const w2 = w[row2 + j] * scale2 + rounding - rounding;
    const w3 = w[row3 + j] * scale3 + rounding - rounding;
    size0 += Math.abs(w0);
    size1 += Math.abs(w1);
    size2 += Math.abs(w2);
    size3 += Math.abs(w3);
    byQuads[line] = w0 + field * (w1 + field * (w2 + field * w3));
  }
  // From the last to the first: those that are not there are written over.
  sizes[i3] = size3;
  sizes[i2] = size2;
  sizes[i1] = size1;
  sizes[i0] = size0;
  for (let i = i0; i <= i3; i++) packRow(byPairs, pairs, w, hidden, i);
  return sizeFits(size0, hidden) && sizeFits(size1, hidden) && sizeFits(size2, hidden) && sizeFits(size3, hidden);
}

/** Writes the row of one visible unit, two hidden units to a double. */
function packRow(byPairs: Float64Array, pairs: number, w: Float32Array, hidden: number, unit: number): void {
  const rounding = ROUNDING;
  const fraction = FRACTION;
  const upper = UPPER;
  const row = Math.imul(unit, hidden);
  const first = Math.imul(unit, pairs);
  const whole = hidden >> 1;
  for (let k = 0; k < whole; k++) {
    const even = w[row + 2 * k] * fraction + rounding - rounding;
    const odd = w[row + 2 * k + 1] * fraction + rounding - rounding;
    byPairs[first + k] = even + upper * odd;
  }
  if ((hidden & 1) === 1) byPairs[first + whole] = w[row + hidden - 1] * fraction + rounding - rounding;
}

/** Where the first weight of a quad is. */
function lineOf(quad: number, hidden: number): number {
  return (Math.imul(quad >> 3, hidden) << 3) + (quad & 7);
}

/** Whether a unit of this size cannot have a sum that is too large, rounding included. Not so if it is NaN. */
function sizeFits(size: number, hidden: number): boolean {
  return size <= LARGEST_SUM - 2 * halfUnits(hidden);
}

/**
 * Moves the weights of one visible unit by `perCount` times the counts, its bias by `perExample` times the balance, and both
 * copies with them:
 *
 *     w ← round(w + perCount · count)
 *
 * Where the count of two neighbours is 0, and in a batch of 9 that is most of them, nothing is done. Differences of whole
 * numbers are exact, so nothing is lost however often a weight changes.
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
  const { byQuads, biases, byPairs, pairs, sizes, scale } = packed;
  // Constants of a module would be fetched anew in every turn.
  const rounding = ROUNDING;
  const fraction = FRACTION;
  const upper = UPPER;
  const perCount = scales[0];
  const quad = unit >> 2;
  const field = PLACES[unit & 3];
  const row = unit * hidden;
  const lines = lineOf(quad, hidden);
  const firstPair = unit * pairs;
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
    byQuads[line] += field * (xqNow - xq);
    byQuads[line + 8] += field * (yqNow - yq);
    grown += Math.abs(xqNow) - Math.abs(xq) + (Math.abs(yqNow) - Math.abs(yq));
    byPairs[firstPair + k] = xNow * fraction + rounding - rounding + upper * (yNow * fraction + rounding - rounding);
  }
  if ((hidden & 1) === 1) {
    const x = w[row + hidden - 1];
    const now = Math.fround(x + perCount * counts[hidden - 1]);
    w[row + hidden - 1] = now;
    const change = wholeOf(now, scale) - wholeOf(x, scale);
    byQuads[lines + 8 * (hidden - 1)] += field * change;
    grown += Math.abs(wholeOf(now, scale)) - Math.abs(wholeOf(x, scale));
    byPairs[firstPair + whole] = wholeOf(now, fraction);
  }
  const bias = bv[unit];
  bv[unit] += scales[1] * balance;
  biases[quad] += field * (wholeOf(bv[unit], scale) - wholeOf(bias, scale));
  grown += Math.abs(wholeOf(bv[unit], scale)) - Math.abs(wholeOf(bias, scale));
  sizes[unit] += grown;
  return sizeFits(sizes[unit], hidden);
}

/** The nearest whole number of 1/scale. */
function wholeOf(x: number, scale: number): number {
  return x * scale + ROUNDING - ROUNDING;
}
