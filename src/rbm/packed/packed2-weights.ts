/**
 * The weights once more, as whole numbers and two hidden units to a double: what the hidden layer is summed from.
 *
 * @module
 */
/** A weight in the copy is a whole number of 1/FRACTION nats. */
export const FRACTION: number = 2048;

/**
 * Two weights share a double: that of an even hidden unit plus UPPER times that of the odd one after it. Sums of such doubles
 * are exact and hold both units' sums, as long as those stay below 2²⁵. A hidden layer has few units and a visible one many
 * that are on, so these sums are longer than those of `packed4-weights`, and their lanes wider.
 */
export const UPPER: number = 67108864;

/** Sums of this size no longer fit. */
const OVERFLOW = UPPER / 2;

/** Doubles to a row of the copy, which has shape [visible, doubles]: ⌈hidden / 2⌉. */
export function packed2Length(hidden: number): number {
  return (hidden + 1) >> 1;
}

/**
 * Over how many visible units sums fit, given that no sum over hidden units is larger than `nats`, and hence no weight: 255
 * with 64 nats.
 */
export function packed2Terms(nats: number): number {
  return Math.ceil(OVERFLOW / (nats * FRACTION)) - 1;
}

/** Where two visible units share a double too, no sum of theirs is larger: 256 nats, so that a hidden one fits over 63 units. */
export const LARGEST_PACKED2_SUM: number = 256 * FRACTION;

/** How far a packed sum over `count` visible units may lie from the true one, in nats: half a unit for each term. */
export function packed2Error(count: number): number {
  return count / (2 * FRACTION);
}
