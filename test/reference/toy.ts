/**
 * Small machines and rows to test with.
 *
 * @module
 */
import type { GroupedRows } from '../../src/math/bits/bit-rows.ts';
import { createRbm, type Rbm } from '../../src/rbm/rbm.ts';
import { packRows } from './bits.ts';
import { mulberry32 } from './mulberry32.ts';

/** A machine with weights and biases evenly spread over ±`scale`. */
export function toyMachine(visible: number, hidden: number, seed: number, scale = 1): Rbm {
  const rbm = createRbm(visible, hidden);
  const next = mulberry32(seed);
  for (const part of [rbm.w, rbm.bv, rbm.bh]) for (let n = 0; n < part.length; n++) part[n] = scale * (2 * next() - 1);
  return rbm;
}

/**
 * The same, every number halved 0 to 40 times: the sums of so uneven numbers depend on their order, whereas a few float32
 * numbers of like size add up in float64 without any rounding.
 */
export function unevenMachine(visible: number, hidden: number, seed: number, scale = 1): Rbm {
  const rbm = toyMachine(visible, hidden, seed, scale);
  const next = mulberry32(~seed);
  for (const part of [rbm.w, rbm.bv, rbm.bh])
    for (let n = 0; n < part.length; n++) part[n] /= 2 ** Math.floor(41 * next());
  return rbm;
}

/** Rows of 0 and 1, each bit 1 with probability `density`. */
export function toyRows(count: number, columns: number, seed: number, density = 0.3): number[][] {
  const next = mulberry32(seed);
  return Array.from({ length: count }, () => Array.from({ length: columns }, () => (next() < density ? 1 : 0)));
}

/** Rows of 0 and 1 packed one behind the other, in groups of these sizes. */
export function grouped(dense: readonly (readonly number[])[], columns: number, sizes: readonly number[]): GroupedRows {
  const groups = [0];
  for (const size of sizes) groups.push(groups[groups.length - 1] + size);
  return { ...packRows(dense, columns), groups: Uint32Array.from(groups) };
}
