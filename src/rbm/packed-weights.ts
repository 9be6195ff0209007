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

/** Pairs of visible units in a block: its columns, 26 KB for 50 hidden units, stay in the nearest cache. */
export const BLOCK: number = 64;

/** The copy of a machine's weights and visible biases. It has to change wherever these do. */
export interface PackedWeights {
  /** Pairs of visible units, the last of an odd number with nothing above: ⌈visible / 2⌉. */
  readonly pairs: number;
  /**
   * shape [⌈pairs / 64⌉, hidden + 2, 64]: within a block of visible units a hidden unit's weights stand one after another, to
   * be read straight through. The last but one column is the visible biases, the weights of a unit that is always on; the
   * last one is zeros.
   */
  readonly columns: Float64Array;
  /** No weight, and no visible bias, has been larger than this since the whole was packed, in nats. NaN if one was. */
  largest: number;
}

/** The copy of a machine's weights. */
export function packWeights({ visible, hidden, w, bv }: Rbm): PackedWeights {
  const pairs = (visible + 1) >> 1;
  const packed = { pairs, columns: new Float64Array(Math.ceil(pairs / BLOCK) * (hidden + 2) * BLOCK), largest: 0 };
  for (let i = 0; i < visible; i++) {
    for (let j = 0; j < hidden; j++) repack(packed, hidden, i, j, 0, w[i * hidden + j]);
    repack(packed, hidden, i, hidden, 0, bv[i]);
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
export function repack(packed: PackedWeights, hidden: number, i: number, j: number, before: number, now: number): void {
  const change = Math.floor(now * FRACTION + 0.5) - Math.floor(before * FRACTION + 0.5);
  // Visible unit i is in pair i / 2, and that in block i / 128.
  const at = (Math.imul(i >> 7, hidden + 2) + j) * BLOCK + ((i >> 1) & (BLOCK - 1));
  packed.columns[at] += (i & 1) === 0 ? change : UPPER * change;
  const size = now < 0 ? -now : now;
  // Turned round so that NaN gets in, and stays.
  if (!(size <= packed.largest) && packed.largest === packed.largest) packed.largest = size;
}

/** Whether the sums over `count` active hidden units fit. Not so if a parameter is NaN. */
export function sumsFit(packed: PackedWeights, count: number): boolean {
  return (count + 1) * packed.largest < OVERFLOW;
}

/** How far a packed sum over at most `hidden` units lies from the true one, in nats: half a unit for each term. */
export function packingError(hidden: number): number {
  return (hidden + 1) / (2 * FRACTION);
}

/** Columns added in one pass. */
const PASS = 6;

/** Puts the columns of biases and zeros after a list of active hidden units, so that it fills whole passes. */
export function padColumns(active: Uint32Array, count: number, hidden: number): void {
  active[count] = hidden;
  active.fill(hidden + 1, count + 1, count + PASS);
}

/**
 * Writes `out[p] = Σ columns[block][j][p]` over the active hidden units `j` and the biases: the inputs of a block of visible
 * units, packed.
 *
 * Six columns a pass, so that an output is read and written once for six additions. Whole numbers: no order matters.
 * (`Math.imul` keeps the compiler from computing indices as doubles: 0.44 ms for a hundred windows instead of 0.59.)
 *
 * @param out - shape [64], overwritten
 * @param active - shape [≥ count + 6], the hidden units that are on, padded by {@link padColumns}
 * @param hidden - the number of hidden units
 */
export function sumBlock(
  out: Float64Array,
  columns: Float64Array,
  block: number,
  active: Uint32Array,
  count: number,
  hidden: number,
): void {
  const first = Math.imul(block, hidden + 2);
  const size = out.length;
  for (let n = 0; n <= count; n += PASS) {
    const a = Math.imul(first + active[n], BLOCK);
    const b = Math.imul(first + active[n + 1], BLOCK);
    const c = Math.imul(first + active[n + 2], BLOCK);
    const d = Math.imul(first + active[n + 3], BLOCK);
    const e = Math.imul(first + active[n + 4], BLOCK);
    const f = Math.imul(first + active[n + 5], BLOCK);
    if (n === 0) {
      for (let p = 0; p < size; p++) {
        out[p] = columns[a + p] + columns[b + p] + columns[c + p] + columns[d + p] + columns[e + p] + columns[f + p];
      }
    } else {
      for (let p = 0; p < size; p++) {
        out[p] += columns[a + p] + columns[b + p] + columns[c + p] + columns[d + p] + columns[e + p] + columns[f + p];
      }
    }
  }
}
