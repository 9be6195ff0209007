/**
 * The fast kernels with lists in and lists out, to be held beside the plain twins.
 *
 * @module
 */
import { contrast, createCdRoom, type Statistics } from '../../src/rbm/contrastive-divergence.ts';
import { createGradient, type Gradient, spillLanes } from '../../src/rbm/gradient.ts';
import { packedSums } from '../../src/rbm/packed-sums.ts';
import { type PackedWeights, repackBias, repackWeight, UPPER } from '../../src/rbm/packed-weights.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import {
  type ActiveUnits,
  computeHiddenInput,
  createSampler,
  createUnits,
  type Sampler,
  sampleHidden,
  sampleVisible,
} from '../../src/rbm/sampler.ts';

/** A layer of `units` in which these are on. */
export function unitsOf(active: readonly number[], units: number): ActiveUnits {
  const layer = createUnits(units);
  layer.active.set(active);
  layer.count = active.length;
  return layer;
}

/** The units that are on. */
function listOf({ active, count }: ActiveUnits): number[] {
  return [...active.subarray(0, count)];
}

/** The visible layer given the hidden units that are on. `key`: shape [2]. */
export function fastVisible(sampler: Sampler, hidden: readonly number[], key: Uint32Array): number[] {
  const visible = createUnits(sampler.rbm.visible);
  sampleVisible(visible, sampler, unitsOf(hidden, sampler.rbm.hidden), key);
  return listOf(visible);
}

/** The hidden layer given the visible units that are on. `key`: shape [2]. */
export function fastHidden(sampler: Sampler, visible: readonly number[], key: Uint32Array): number[] {
  const hidden = createUnits(sampler.rbm.hidden);
  computeHiddenInput(sampler, unitsOf(visible, sampler.rbm.visible));
  sampleHidden(hidden, sampler, key);
  return listOf(hidden);
}

/** The gradient of examples, all of it in the sums, and their reconstructions. */
export function fastGradient(
  rbm: Rbm,
  rows: readonly (readonly number[])[],
  numbers: readonly number[],
  cd: number,
  statistics: Statistics,
  seed: Uint32Array,
  epoch = 0,
): { gradient: Gradient; reconstructions: number[][] } {
  const room = createCdRoom(rbm);
  const gradient = createGradient(rbm);
  const sampler = createSampler(rbm);
  const reconstructions = rows.map((row, n) => {
    room.data.active.set(row);
    room.data.count = row.length;
    contrast(gradient, sampler, room, { cd, statistics, epoch }, seed, numbers[n]);
    if (n % 127 === 126) spillLanes(gradient, rbm.hidden);
    return listOf(room.visible);
  });
  spillLanes(gradient, rbm.hidden);
  return { gradient, reconstructions };
}

/** Changes the weight from visible unit `i` to hidden unit `j`, or the bias of `i` if `j` is the number of hidden units. */
export function changeWeight(packed: PackedWeights, { hidden, w, bv }: Rbm, i: number, j: number, now: number): void {
  const [parameter, at] = j === hidden ? [bv, i] : [w, i * hidden + j];
  const before = parameter[at];
  parameter[at] = now;
  if (j === hidden) repackBias(packed, i, before, parameter[at]);
  else repackWeight(packed, hidden, i, j, before, parameter[at]);
}

/** The sums of all visible units given these hidden ones, in units of 1/8192 nats, taken out of their pairs. */
export function fastSums(packed: PackedWeights, { visible, hidden }: Rbm, active: readonly number[]): number[] {
  const sums = new Float64Array(8 * packed.groups).fill(NaN);
  packedSums(sums, packed, Uint32Array.from(active), active.length, hidden);
  return Array.from({ length: visible }, (_, i) => {
    const upper = Math.round(sums[Math.floor(i / 2)] / UPPER);
    return i % 2 === 1 ? upper : sums[Math.floor(i / 2)] - UPPER * upper;
  });
}
