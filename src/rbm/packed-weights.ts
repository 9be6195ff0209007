/**
 * The weights once more, as whole numbers and two visible units to a double: what the visible layer is summed from.
 *
 * @module
 */
import type { Rbm } from './rbm.ts';

/**
 * A weight in the copy is a whole number of 1/FRACTION nats. Two of them share a double: the weight of an even unit plus
 * UPPER times the weight of the odd unit after it. Sums of such doubles are exact and hold both units' sums, as long as
 * those stay below 2²⁵ / FRACTION = 4,096 nats. One addition then serves two units, and reads half as many numbers.
 */
export const FRACTION: number = 8192;
export const UPPER: number = 67108864;

/** Inputs of this size, in nats, no longer fit. */
const OVERFLOW = 4096;

/** The copy of a machine's weights and visible biases. It has to change wherever these do. */
export interface PackedWeights {
  /** Sixteen visible units, eight doubles, are summed at a time: ⌈visible / 16⌉. What is beyond the last unit is zeros. */
  readonly groups: number;
  /** shape [groups, hidden, 8]: the weights between sixteen visible units and a hidden one fill a line of the cache */
  readonly weights: Float64Array;
  /** shape [groups, 8]: the visible biases */
  readonly biases: Float64Array;
  /** No weight, and no visible bias, has been larger than this since the whole was packed, in nats. NaN if one was. */
  largest: number;
}

/** The copy of a machine's weights. */
export function packWeights(rbm: Rbm): PackedWeights {
  const groups = (rbm.visible + 15) >> 4;
  const packed = {
    groups,
    weights: new Float64Array(groups * rbm.hidden * 8),
    biases: new Float64Array(groups * 8),
    largest: 0,
  };
  repackAll(packed, rbm);
  return packed;
}

/** Makes the whole copy anew. */
export function repackAll(packed: PackedWeights, { visible, hidden, w, bv }: Rbm): void {
  const { weights, biases } = packed;
  for (let even = 0; even < visible; even += 2) {
    const hasOdd = even + 1 < visible;
    const row = even * hidden;
    let at = placeOf(even, 0, hidden);
    for (let j = 0; j < hidden; j++, at += 8) {
      weights[at] = whole(w[row + j]) + (hasOdd ? UPPER * whole(w[row + hidden + j]) : 0);
    }
    biases[even >> 1] = whole(bv[even]) + (hasOdd ? UPPER * whole(bv[even + 1]) : 0);
  }
  packed.largest = Math.max(largestOf(w), largestOf(bv));
}

/**
 * Follows a change of one weight. Differences of whole numbers are exact, so nothing is lost however often it changes.
 *
 * @param before - what it was
 * @param now - what it is
 */
export function repackWeight(
  packed: PackedWeights,
  hidden: number,
  i: number,
  j: number,
  before: number,
  now: number,
): void {
  packed.weights[placeOf(i, j, hidden)] += changeOf(i, before, now);
  packed.largest = larger(packed.largest, now);
}

/** Follows a change of one visible bias. */
export function repackBias(packed: PackedWeights, i: number, before: number, now: number): void {
  packed.biases[i >> 1] += changeOf(i, before, now);
  packed.largest = larger(packed.largest, now);
}

/**
 * Whether the sums over `count` active hidden units fit, each term being half a unit larger by rounding. Not so if a
 * parameter is NaN.
 */
export function sumsFit(packed: PackedWeights, count: number): boolean {
  return (count + 1) * (packed.largest + 0.5 / FRACTION) < OVERFLOW;
}

/** How far a packed sum over at most `hidden` units lies from the true one, in nats: half a unit for each term. */
export function packingError(hidden: number): number {
  return (hidden + 1) / (2 * FRACTION);
}

/** Where the weight between visible unit `i` and hidden unit `j` is. */
function placeOf(i: number, j: number, hidden: number): number {
  return ((Math.imul(i >> 4, hidden) + j) << 3) + ((i >> 1) & 7);
}

/** What a change of one of unit `i`'s parameters means for a double. */
function changeOf(i: number, before: number, now: number): number {
  const change = whole(now) - whole(before);
  return (i & 1) === 0 ? change : UPPER * change;
}

/** The nearest whole number of 1/FRACTION. */
function whole(x: number): number {
  return Math.floor(x * FRACTION + 0.5);
}

/** The larger of a size and that of a number; NaN if either is. */
function larger(size: number, x: number): number {
  const other = x < 0 ? -x : x;
  return other <= size ? size : Math.max(size, other);
}

/**
 * The largest size in an array; NaN if there is one. The bits of floats without their sign are in the order of the sizes, NaN
 * last, and whole numbers are compared three times faster.
 */
function largestOf(numbers: Float32Array): number {
  const bits = new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length);
  let most = 0;
  for (let n = 0; n < bits.length; n++) {
    const size = bits[n] & 0x7fffffff;
    if (size > most) most = size;
  }
  return new Float32Array(Int32Array.of(most).buffer)[0];
}
