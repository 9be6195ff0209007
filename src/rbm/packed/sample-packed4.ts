/**
 * Bernoulli sampling of the visible layer from packed sums.
 *
 * @module
 */
import { randomWord } from '../../math/random/random.ts';
import type { Packed4Thresholds } from './packed4-thresholds.ts';
import { LANE, LANE_ZERO } from './packed4-weights.ts';
import { UNDECIDED } from './undecided-units.ts';

/** The uppermost bit of each lane: in the lower and the upper 32 bits of a double's whole number. */
const LOWER_SIGNS = 0x02001000;
const UPPER_SIGNS = 0x00080040;
const UPPER_WORD = 1 / 4294967296;

/** What brings a lane down to the lowest place. */
const PLACES = Float64Array.of(1, 1 / LANE, 1 / (LANE * LANE), 1 / (LANE * LANE * LANE));

/** The upper bits of a word that are the lower ones of a uniform number: see `uniform`. */
const NEXT_TWO_BITS = 30;

/**
 * Finds the blocks in which a unit may fire: of 585 about 90.
 *
 * From a block's sums the thresholds of its four uniform numbers are subtracted, all in one double; what is left of a lane is
 * negative where its unit does not fire, and otherwise shows in the lane's uppermost bit. The differences are written in
 * one loop and looked at in another, since V8 takes a fifth less time for the two than for one that does both.
 *
 * @param candidates - shape [blocks + 1], overwritten: the blocks, ascending
 * @param differences - shape [blocks], overwritten
 * @param sums - shape [≥ blocks], from `visibleSums`
 * @param thresholds - for the scale of the sums
 * @returns how many there are
 */
export function findCandidates(
  candidates: Uint32Array,
  differences: Float64Array,
  sums: Float64Array,
  { coarse }: Packed4Thresholds,
  key0: number,
  key1: number,
): number {
  const blocks = differences.length;
  const second = LANE;
  const third = LANE * LANE;
  const fourth = LANE * LANE * LANE;
  for (let block = 0; block < blocks; block++) {
    const word = randomWord(key0, key1, block);
    differences[block] =
      sums[block] -
      coarse[word >>> 24] -
      coarse[(word >>> 16) & 255] * second -
      coarse[(word >>> 8) & 255] * third -
      coarse[word & 255] * fourth;
  }
  const upperWord = UPPER_WORD;
  let count = 0;
  for (let block = 0; block < blocks; block++) {
    const difference = differences[block];
    const signs = (difference & LOWER_SIGNS) | ((difference * upperWord) & UPPER_SIGNS);
    // No branch, since no processor could predict it.
    candidates[count] = block;
    count += (signs | -signs) >>> 31;
  }
  return count;
}

/**
 * Lists the units of candidate blocks that fire, and those that may: of 2,340 units 80 and 16. Their numbers' first ten bits
 * are compared now, again without a branch.
 *
 * @param listed - shape [≥ visible + 4], overwritten: ascending, marked with UNDECIDED where ten bits of the uniform number do not
 * say whether the unit fires
 * @param candidates - shape [≥ count], and
 * @param differences - shape [blocks], from {@link findCandidates}
 * @param sums - shape [≥ blocks], from `visibleSums`: each lane between the true sum and `spread` above it
 * @returns how many are listed
 */
export function listCandidates(
  listed: Uint32Array,
  candidates: Uint32Array,
  count: number,
  differences: Float64Array,
  sums: Float64Array,
  spread: number,
  { off, on }: Packed4Thresholds,
  visible: number,
  key0: number,
  key1: number,
): number {
  let units = 0;
  for (let n = 0; n < count; n++) {
    const block = candidates[n];
    const difference = differences[block];
    const lower = difference | 0;
    const upper = (difference * UPPER_WORD) | 0;
    const word = randomWord(key0, key1, block);
    // The four uppermost bits, side by side; most often one of them is set.
    let signs = ((lower >>> 12) & 1) | ((lower >>> 24) & 2) | ((upper >>> 4) & 4) | ((upper >>> 16) & 8);
    for (; signs !== 0; signs &= signs - 1) {
      const place = 31 - Math.clz32(signs & -signs);
      const unit = 4 * block + place;
      const sum = ((sums[block] * PLACES[place]) & (LANE - 1)) - LANE_ZERO;
      const own = randomWord(key0, key1, unit | 0x80000000);
      const cell = (((word >>> (24 - 8 * place)) & 255) << 2) | (own >>> NEXT_TWO_BITS);
      listed[units] = unit | (((sum - spread - on[cell]) >> 31) & UNDECIDED);
      units += 1 + ((sum - off[cell]) >> 31);
    }
  }
  // The last block may be wider than the layer.
  while (units > 0 && (listed[units - 1] & ~UNDECIDED) >= visible) units--;
  return units;
}
