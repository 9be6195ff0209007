/**
 * The weights once more, as whole numbers and four visible units to a double: what the visible layer is summed from.
 *
 * @module
 */

/**
 * A weight in the copy is a whole number of 1/scale nats, and four of them share a double: those of visible units 4b to
 * 4b + 3 times 1, 2¹³, 2²⁶ and 2³⁹. Every one of the four lanes stands for a number from −4,096 to 4,095 and has 4,096 added
 * to it, so that it is 13 bits wide and never borrows from its neighbour. Sums of such doubles are exact whole numbers below
 * 2⁵², whatever their order, and one addition serves four units.
 */
export const LANE: number = 8192;

/** What is added to a lane so that it is not negative. */
export const LANE_ZERO: number = 4096;

/** 1 in each of the four lanes. */
export const ALL_LANES: number = 1 + LANE + LANE * LANE + LANE * LANE * LANE;

/** Sums of this size leave a lane space for the difference to a threshold of the same size. */
export const LARGEST_SUM: number = 2047;

/** The finest scale: with 10 hidden units on, a decision in 300 is then left to the exact sum. */
const FINEST = 64;

/**
 * With more hidden units two visible ones share a double, as in `packed2-weights`: rounding adds up, and sums of four, whose lanes
 * are narrow, would leave every other unit to the exact sum. A batch of 100 at 500 hidden units takes half the time so.
 */
export const MOST_FOR_PACKED4: number = 192;

/** With more hidden units nothing is packed: no cache holds the copies, and the plain kernels are faster. */
export const MOST_PACKED: number = 1024;

/** In nats at temperature 1: more than the logit of 1/256, the least threshold. */
const WIDEST_THRESHOLD = 5.6;

/** Doubles to a line of the cache: so many are summed at a time, in registers. */
export const DOUBLES_AT_A_TIME: number = 8;

/** Four visible units each: ⌈visible / 4⌉. */
export function packed4Length(visible: number): number {
  return (visible + 3) >> 2;
}

/** The finest scale that thresholds allow, a power of two. `temperature`: multiplies the thresholds, at most 100. */
export function finestScale(temperature: number): number {
  let scale = FINEST;
  while (scale * temperature * WIDEST_THRESHOLD > LARGEST_SUM) scale /= 2;
  return scale;
}

/** How far a packed sum over `count` hidden units may lie from the true one, in whole units: half a unit for each term. */
export function halfUnits(count: number): number {
  return (count + 2) >> 1;
}
