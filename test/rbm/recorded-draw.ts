/**
 * Random numbers as the program this one succeeds drew them, from a record.
 *
 * @module
 */
import type { Draw } from '../../src/rbm/contrastive-divergence.ts';

/** The 32-bit number that makes `u < p` of `p + u ≥ 1`: that of 1 − u, or the largest one. */
export function toWord(u: number): number {
  return Math.min(Math.floor((1 - u) * 2 ** 32), 2 ** 32 - 1);
}

/**
 * A draw for one batch of CD-1. The record has four blocks, each example after example: hidden units and visible units of
 * the chain (our rounds 0 and 1), hidden units of the data and of the reconstruction (2 and 3).
 *
 * @param word - the number at a place of this batch's record
 */
export function recordedDraw(word: (place: number) => number, batch: number, visible: number, hidden: number): Draw {
  const units = [hidden, visible, hidden, hidden];
  const blocks = [0, batch * hidden, batch * (hidden + visible), batch * (2 * hidden + visible)];
  return (uniforms, example, round) => {
    const first = blocks[round] + example * units[round];
    for (let n = 0; n < units[round]; n++) uniforms[n] = word(first + n);
  };
}
