/**
 * A small generator that is none of ours, so that what tests feed in does not depend on what they test.
 *
 * @module
 */

/** Numbers k / 2³², k whole, 0 ≤ k < 2³², one a call: Ettinger's mulberry32 started at `seed`. */
export function mulberry32(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
