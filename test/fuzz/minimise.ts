/**
 * The smallest file that still does it.
 *
 * @module
 */

/** Leaves out stretches of `bytes`, long ones first, as long as `still` says yes; asks at most `tries` times. */
export function minimise(bytes: Uint8Array, still: (bytes: Uint8Array) => boolean, tries: number): Uint8Array {
  let best = bytes;
  let left = tries;
  for (let length = best.length >> 1; length > 0; length >>= 1) {
    for (let at = 0; at + length <= best.length && left > 0; left--) {
      const shorter = new Uint8Array(best.length - length);
      shorter.set(best.subarray(0, at));
      shorter.set(best.subarray(at + length), at);
      if (still(shorter)) best = shorter;
      else at += length;
    }
  }
  return best;
}
