/**
 * The fast kernels with lists in and lists out, to be held beside the plain twins.
 *
 * @module
 */
import { createGradient, sortPhases, sumRow } from '../../src/rbm/kernels/gradient.ts';
import { visibleSums } from '../../src/rbm/kernels/visible-sums.ts';
import type { PackedWeights } from '../../src/rbm/packed/packed-weights.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { type ActiveUnits, createUnits } from '../../src/rbm/sampling/active-units.ts';
import {
  computeHiddenInput,
  createPlainSampler,
  type PlainSampler,
  sampleHidden,
  sampleVisible,
} from '../../src/rbm/sampling/plain-sampler.ts';
import { contrast, createCdWorkspace } from '../../src/rbm/training/contrastive-divergence.ts';
import { createPhases, type HiddenStatistics, ONE, type Phases } from '../../src/rbm/training/phases.ts';

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
export function fastVisible(sampler: PlainSampler, hidden: readonly number[], key: Uint32Array): number[] {
  const visible = createUnits(sampler.rbm.visible);
  sampleVisible(visible, sampler, unitsOf(hidden, sampler.rbm.hidden), key);
  return listOf(visible);
}

/** The hidden layer given the visible units that are on. `key`: shape [2]. */
export function fastHidden(sampler: PlainSampler, visible: readonly number[], key: Uint32Array): number[] {
  const hidden = createUnits(sampler.rbm.hidden);
  computeHiddenInput(sampler, unitsOf(visible, sampler.rbm.visible));
  sampleHidden(hidden, sampler, key);
  return listOf(hidden);
}

/** Sums over examples of (data − reconstruction) in units of 2⁻¹⁶: shapes as in `Rbm`. */
export interface FastGradient {
  readonly w: Int32Array;
  readonly bv: Int32Array;
  readonly bh: Int32Array;
}

/** The gradient of phases, written out. */
export function gradientOf(rbm: Rbm, phases: Phases, examples: number): FastGradient {
  const { visible, hidden } = rbm;
  const unit = ONE / phases.one;
  const gradient = createGradient(rbm, phases);
  const summed = { gradient, phases };
  sortPhases(gradient, phases, examples, examples);
  const w = new Int32Array(visible * hidden);
  const bv = new Int32Array(visible);
  for (let i = 0; i < visible; i++) {
    bv[i] = ONE * sumRow(summed, i);
    for (let j = 0; j < hidden; j++) w[i * hidden + j] = unit * gradient.counts[j];
  }
  sumRow(summed, visible);
  return { w, bv, bh: Int32Array.from({ length: hidden }, (_, j) => unit * gradient.counts[j]) };
}

/** The gradient of examples, and their reconstructions. */
export function fastGradient(
  rbm: Rbm,
  rows: readonly (readonly number[])[],
  numbers: readonly number[],
  cd: number,
  statistics: HiddenStatistics,
  seed: Uint32Array,
  epoch = 0,
): { gradient: FastGradient; reconstructions: number[][] } {
  const workspace = createCdWorkspace(rbm);
  const phases = createPhases(rbm, rows.length, statistics);
  const sampler = createPlainSampler(rbm, 1);
  const reconstructions = rows.map((row, n) => {
    workspace.data.active.set(row);
    workspace.data.count = row.length;
    contrast({ sampler, phases, workspace, seed, chains: [] }, n, { cd, epoch }, numbers[n]);
    return listOf(workspace.visible);
  });
  return { gradient: gradientOf(rbm, phases, rows.length), reconstructions };
}

/** The sums of all visible units given these hidden ones, in whole numbers, taken out of their blocks or doubles. */
export function fastSums(packed: PackedWeights, { visible, hidden }: Rbm, active: readonly number[]): number[] {
  const sums = new Float64Array(8 * packed.groups).fill(NaN);
  visibleSums(sums, packed, packed.biases, Uint32Array.from(active), active.length, hidden);
  if (packed.shift === 1) {
    return Array.from({ length: visible }, (_, i) => {
      const upper = Math.round(sums[i >> 1] / 2 ** 26);
      return (i % 2 === 1 ? upper : sums[i >> 1] - upper * 2 ** 26) + 0;
    });
  }
  return Array.from({ length: visible }, (_, i) => {
    const field = Math.floor(sums[Math.floor(i / 4)] / 8192 ** (i % 4)) % 8192;
    return field - 4096 - Math.floor((active.length + 2) / 2);
  });
}
