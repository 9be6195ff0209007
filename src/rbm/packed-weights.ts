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
  /** Pairs of visible units, the last of an odd number with nothing above: ⌈visible / 2⌉. */
  readonly pairs: number;
  /**
   * shape [hidden + 2, pairs]: a hidden unit's weights stand one after another, to be read straight through. The last but
   * one column is the visible biases, the weights of a unit that is always on; the last one is zeros.
   */
  readonly columns: Float64Array;
  /** No weight, and no visible bias, has been larger than this since the whole was packed, in nats. NaN if one was. */
  largest: number;
}

/** The copy of a machine's weights. */
export function packWeights({ visible, hidden, w, bv }: Rbm): PackedWeights {
  const pairs = (visible + 1) >> 1;
  const packed = { pairs, columns: new Float64Array((hidden + 2) * pairs), largest: 0 };
  for (let i = 0; i < visible; i++) {
    for (let j = 0; j < hidden; j++) repack(packed, i, j, 0, w[i * hidden + j]);
    repack(packed, i, hidden, 0, bv[i]);
  }
  return packed;
}

/**
 * Follows a change of one weight, or of visible unit `i`'s bias if `j` is the number of hidden units. Differences of whole
 * numbers are exact, so nothing is lost however often it changes.
 *
 * @param before - what it was
 * @param now - what it is
 */
export function repack(packed: PackedWeights, i: number, j: number, before: number, now: number): void {
  const change = Math.floor(now * FRACTION + 0.5) - Math.floor(before * FRACTION + 0.5);
  packed.columns[j * packed.pairs + (i >> 1)] += (i & 1) === 0 ? change : UPPER * change;
  const size = now < 0 ? -now : now;
  // Turned round so that NaN gets in, and stays.
  if (!(size <= packed.largest) && packed.largest === packed.largest) packed.largest = size;
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

/** Columns added in one pass. */
const PASS = 4;

/** Length of a list of active hidden units that has room for what {@link sumColumns} puts after them. */
export function paddedLength(hidden: number): number {
  return hidden + PASS;
}

/**
 * Writes `out[p] = Σ columns[j][p]` over the active hidden units `j` and the biases: the inputs of all visible units, packed.
 *
 * Four columns a pass, so that an output is read and written once for four additions. The biases, and zeros, make up the
 * last pass. Whole numbers: no order matters.
 *
 * @param out - shape [pairs], overwritten
 * @param active - shape [≥ paddedLength(hidden)], the hidden units that are on; what follows them is overwritten
 * @param hidden - the number of hidden units
 */
export function sumColumns(
  out: Float64Array,
  { columns }: PackedWeights,
  active: Uint32Array,
  count: number,
  hidden: number,
): void {
  const pairs = out.length;
  active[count] = hidden;
  active.fill(hidden + 1, count + 1, count + PASS);
  for (let n = 0; n <= count; n += PASS) {
    const a = active[n] * pairs;
    const b = active[n + 1] * pairs;
    const c = active[n + 2] * pairs;
    const d = active[n + 3] * pairs;
    if (n === 0)
      for (let p = 0; p < pairs; p++) out[p] = columns[a + p] + columns[b + p] + columns[c + p] + columns[d + p];
    else for (let p = 0; p < pairs; p++) out[p] += columns[a + p] + columns[b + p] + columns[c + p] + columns[d + p];
  }
}
