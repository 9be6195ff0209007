/**
 * Gibbs chains on lanes.
 *
 * @module
 */
import type { Rbm } from '../rbm/rbm.ts';
import type { GibbsChain } from '../rbm/sampling/gibbs-chain.ts';
import { createPlainSampler } from '../rbm/sampling/plain-sampler.ts';
import type { Sampler } from '../rbm/sampling/sampler.ts';
import { createMachine, type LaneMachine, packMachine, viewOf } from './lane-machine.ts';

/** Chains that are moved on together: a tile of weights is read once for all of them. */
const MOST_ROWS = 56;

/**
 * A sampler on lanes; a plain one of a machine that is too large, or whose weights are so large that whole numbers do not hold its sums.
 * It has memory for one chain, and more only once several are moved on together.
 */
export function createLaneSampler(rbm: Rbm, temperature: number): Sampler {
  const one = openRows(rbm, temperature, 1);
  if (one === undefined) return createPlainSampler(rbm, temperature);
  let many: Rows | undefined;
  return {
    rbm,
    temperature,
    run(chains, steps) {
      if (steps === 0) return;
      if (chains.length > 1) many ??= openRows(rbm, temperature, MOST_ROWS) ?? one;
      const rows = chains.length > 1 && many !== undefined ? many : one;
      for (let first = 0; first < chains.length; ) {
        const last = endOfGroup(chains, first, rows.count);
        runGroup(rows, chains, first, last, steps);
        first = last;
      }
    },
  };
}

/** A machine and the rows of its chains. */
interface Rows {
  readonly machine: LaneMachine;
  readonly count: number;
  /** shape [rows, visible + 4], [rows] */
  readonly visible: Uint32Array;
  readonly visibleCounts: Uint32Array;
  /** shape [rows, hidden], [rows]: 128 times each unit that is on, an offset into a tile */
  readonly hidden: Uint32Array;
  readonly hiddenCounts: Uint32Array;
  /** shape [rows] each */
  readonly indices: Uint32Array;
  readonly rounds: Uint32Array;
  /** shape [4] */
  readonly seed: Uint32Array;
}

/** A machine for so many chains; undefined if it is too large, or its weights are. */
function openRows(rbm: Rbm, temperature: number, count: number): Rows | undefined {
  const { visible, hidden } = rbm;
  const sizes = { visible, hidden, examples: 0, chains: count, threads: 1, averaged: false, betas: 0 };
  const machine = createMachine(rbm, sizes, temperature, false);
  if (machine === undefined || packMachine(machine, temperature) === 0) return undefined;
  return {
    machine,
    count,
    visible: viewOf(machine, Uint32Array, 'modelLists', count * (visible + 4)),
    visibleCounts: viewOf(machine, Uint32Array, 'modelCounts', count),
    hidden: viewOf(machine, Uint32Array, 'activeHidden', count * hidden),
    hiddenCounts: viewOf(machine, Uint32Array, 'activeCounts', count),
    indices: viewOf(machine, Uint32Array, 'chains', count),
    rounds: viewOf(machine, Uint32Array, 'rounds', count),
    seed: viewOf(machine, Uint32Array, 'seed', 4),
  };
}

/** The end of the chains from `first` on that draw from streams of one seed and purpose, at most `most`. */
function endOfGroup(chains: readonly GibbsChain[], first: number, most: number): number {
  const { seed, purpose } = chains[first];
  let last = first + 1;
  while (last < chains.length && last - first < most) {
    if (chains[last].seed !== seed || chains[last].purpose !== purpose) break;
    last++;
  }
  return last;
}

function runGroup(rows: Rows, chains: readonly GibbsChain[], first: number, last: number, steps: number): void {
  const { machine, visible, visibleCounts, hidden, hiddenCounts } = rows;
  const { layout, kernels } = machine;
  const stride = layout.visible + 4;
  const { seed, purpose } = chains[first];
  rows.seed.set(seed);
  for (let c = first; c < last; c++) {
    const chain = chains[c];
    const row = c - first;
    copyUnits(visible, row * stride, chain.visible.active, 0, chain.visible.count);
    visibleCounts[row] = chain.visible.count;
    rows.indices[row] = chain.index;
    rows.rounds[row] = 2 * chain.step;
  }
  kernels.runLists(0, last - first, purpose, steps);
  for (let c = first; c < last; c++) {
    const chain = chains[c];
    const row = c - first;
    chain.visible.count = visibleCounts[row];
    copyUnits(chain.visible.active, 0, visible, row * stride, chain.visible.count);
    chain.hidden.count = hiddenCounts[row];
    const from = row * layout.hidden;
    for (let n = 0; n < chain.hidden.count; n++) chain.hidden.active[n] = hidden[from + n] >>> 7;
    chain.step += steps;
  }
}

/** A loop: for some 90 units `set` and `subarray` take longer. */
function copyUnits(to: Uint32Array, at: number, from: Uint32Array, first: number, count: number): void {
  for (let n = 0; n < count; n++) to[at + n] = from[first + n];
}
