/**
 * Random numbers as the program this one succeeds drew them, from a record.
 *
 * @module
 */
import type { Uniforms } from '../reference/uniforms.ts';

/** The 32-bit number that makes `u < p` of `p + u ≥ 1`: that of 1 − u, or the largest one. */
export function toWord(u: number): number {
  return Math.min(Math.floor((1 - u) * 2 ** 32), 2 ** 32 - 1);
}

/**
 * The random numbers of one batch of CD-1. The record has four blocks, each example after example: hidden units and visible
 * units of the chain (our rounds 0 and 1), hidden units of the data and of the reconstruction (2 and 3).
 *
 * @param word - the number at a place of this batch's record
 */
export function recordedUniforms(
  word: (place: number) => number,
  batch: number,
  visible: number,
  hidden: number,
): Uniforms {
  const blocks = [0, batch * hidden, batch * (hidden + visible), batch * (2 * hidden + visible)];
  return (example, round, units) => {
    const first = blocks[round] + example * units;
    return Uint32Array.from({ length: units }, (_, n) => word(first + n));
  };
}
