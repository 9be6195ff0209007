/**
 * A learner whose machine is in the memory of WebAssembly.
 *
 * @module
 */
import { checkInteger } from '../check.ts';
import type { BitRows } from '../math/bits/bit-rows.ts';
import { ordinaryArrays } from '../math/memory/allocator.ts';
import type { Rbm } from '../rbm/rbm.ts';
import type { GibbsChain } from '../rbm/sampling/gibbs-chain.ts';
import { createPlainSampler } from '../rbm/sampling/plain-sampler.ts';
import { createOffsets, type Offsets } from '../rbm/training/centred-update.ts';
import { ROUNDS_AN_EPOCH } from '../rbm/training/contrastive-divergence.ts';
import type { Learner } from '../rbm/training/learner.ts';
import { createPersistentChains } from '../rbm/training/persistent-chains.ts';
import { createPhases, type HiddenStatistics, MOST_EXAMPLES } from '../rbm/training/phases.ts';
import { type PlainLearner, withWorkspace } from '../rbm/training/plain-learner.ts';
import { NEWS, workAlone } from '../rbm/training/team-work.ts';
import type { Velocity } from '../rbm/training/update.ts';
import type { WeightSums } from '../rbm/training/weight-average.ts';
import { createMachine, type LaneMachine, openMachine, viewOf } from './lane-machine.ts';
import { createLaneWork, type LaneTask, type LaneWork } from './lane-work.ts';
import type { Layout } from './layout.ts';
import type { Memory } from './web-assembly.ts';

/** A learner on lanes. */
export interface LaneLearner extends Learner {
  /** This thread's part in the learner. */
  readonly work: LaneWork;
  /** What another thread needs to have a part in it. */
  readonly shared: SharedLanes;
}

/** What a thread can be sent. */
export interface SharedLanes {
  readonly layout: Layout;
  readonly memory: Memory;
  readonly task: LaneTask;
}

/** Whether a learner is one of these. */
export function isOnLanes(learner: Learner): learner is LaneLearner {
  return 'work' in learner;
}

/** Another thread's part in a learner. */
export function joinLanes({ layout, memory, task }: SharedLanes, thread: number): LaneWork {
  return createLaneWork(openMachine(layout, memory, thread, true), task);
}

/**
 * As `createPlainLearner`; the learner's machine is a copy.
 *
 * @param threads - that share the machine
 * @returns undefined for a machine that is too large
 */
export function createLaneLearner(
  rbm: Rbm,
  seed: Uint32Array,
  batch: number,
  statistics: HiddenStatistics,
  chains: number,
  centredOn: BitRows | undefined,
  averaged: boolean,
  threads: number,
): LaneLearner | undefined {
  checkInteger('batch', batch, 1, MOST_EXAMPLES);
  const sizes = { visible: rbm.visible, hidden: rbm.hidden, examples: batch, chains, threads, averaged, betas: 0 };
  const machine = createMachine(rbm, sizes, 1, threads > 1);
  if (machine === undefined) return undefined;
  // Plain kernels leave weights of −0 that are not moved, or make 0 of them, as it happens.
  for (const name of ['w', 'bv', 'bh'] as const) for (let n = 0; n < rbm[name].length; n++) machine.rbm[name][n] += 0;
  viewOf(machine, Uint32Array, 'seed', 4).set(seed);
  const own = machine.rbm;
  const velocity = velocityOf(machine);
  const offsets = offsetsOf(machine, createOffsets(rbm, centredOn, ordinaryArrays));
  const persistent = createRows(machine, createPersistentChains(own, seed, chains, ordinaryArrays));
  const task = { statistics, offsetRate: offsets.offsetRate };
  const inner = createLaneWork(machine, task);
  const work: LaneWork = {
    ...inner,
    get fits() {
      return inner.fits;
    },
    get isFinest() {
      return inner.isFinest;
    },
    end(given, misfits) {
      inner.end(given, misfits);
      persistent.take(given.options.cd);
      movedSince = true;
    },
  };
  let plain: PlainLearner | undefined;
  // Whether the machine has changed since the plain learner made its copies of the weights.
  let movedSince = false;
  const plainLearner = (): PlainLearner => {
    if (plain === undefined) {
      const phases = createPhases(own, batch, statistics, chains);
      const slopes = new Float64Array(chains && own.w.length);
      const shared = { rbm: own, velocity, phases, seed, chains: persistent.chains, offsets, slopes };
      plain = withWorkspace(shared, createPlainSampler(own, 1), ordinaryArrays);
    } else if (movedSince) {
      plain.refresh();
    }
    movedSince = false;
    return plain;
  };
  const news = new Float64Array(NEWS);
  const learner: LaneLearner = {
    rbm: own,
    velocity,
    seed,
    chains: persistent.chains,
    offsets,
    work,
    shared: { layout: machine.layout, memory: machine.memory, task },
    learn(rows, order, from, to, options, update) {
      if (!work.fits) return plainLearner().learn(rows, order, from, to, options, update);
      return workAlone(work, { rows, order, from, to, options, update }, news);
    },
    refresh() {
      persistent.give();
      work.pack();
      movedSince = true;
    },
    endEpoch() {
      if (!inner.isFinest) learner.refresh();
    },
    freeEnergy: work.freeEnergy,
    weightSums: averaged ? sumsOf(machine) : undefined,
    reconstruct(rows, some, epoch) {
      if (!work.fits) return plainLearner().reconstruct(rows, some, epoch);
      return persistent.aside(() => work.reconstruct(rows, Uint32Array.from(some), epoch * ROUNDS_AN_EPOCH + 1));
    },
  };
  work.pack();
  return learner;
}

/** The sums of weights. */
function sumsOf(machine: LaneMachine): WeightSums {
  const { visible, hidden, addresses } = machine.layout;
  const count = visible * hidden;
  return {
    sums: viewOf(machine, Float64Array, 'weightSums', count),
    add: () => machine.kernels.addToSums(addresses.weightSums, addresses.weights, count),
  };
}

/** The last steps of the parameters. */
function velocityOf(machine: LaneMachine): Velocity {
  const { visible, hidden } = machine.layout;
  return {
    w: viewOf(machine, Float32Array, 'weightSteps', visible * hidden),
    bv: viewOf(machine, Float32Array, 'visibleSteps', visible),
    bh: viewOf(machine, Float32Array, 'hiddenSteps', hidden),
  };
}

/** Offsets in the machine's memory. */
function offsetsOf(machine: LaneMachine, { visible, hidden, offsetRate }: Offsets): Offsets {
  const offsets = {
    visible: viewOf(machine, Float64Array, 'visibleOffsets', visible.length),
    hidden: viewOf(machine, Float64Array, 'hiddenOffsets', hidden.length),
    offsetRate,
  };
  offsets.visible.set(visible);
  offsets.hidden.set(hidden);
  return offsets;
}

/** Persistent chains, which are model rows of the machine: their lists of visible units are the kernels' own. */
interface PersistentRows {
  readonly chains: readonly GibbsChain[];
  /** Takes over where the kernels moved them, so many steps. */
  take(steps: number): void;
  /** Gives the kernels what others have made of them. */
  give(): void;
  /** Does something that uses the rows for other things; the chains are afterwards what they were. */
  aside<T>(what: () => T): T;
}

function createRows(machine: LaneMachine, created: readonly GibbsChain[]): PersistentRows {
  const stride = machine.layout.visible + 4;
  const counts = viewOf(machine, Uint32Array, 'modelCounts', created.length);
  const indices = viewOf(machine, Uint32Array, 'chains', created.length);
  const rounds = viewOf(machine, Uint32Array, 'rounds', created.length);
  const chains = created.map((chain, row) => {
    const active = viewOf(machine, Uint32Array, 'modelLists', stride, row * stride);
    active.set(chain.visible.active);
    indices[row] = chain.index;
    return { ...chain, visible: { active, count: chain.visible.count } };
  });
  const give = (): void => {
    for (const [row, { visible, step }] of chains.entries()) {
      counts[row] = visible.count;
      rounds[row] = 2 * step;
    }
    machine.kernels.setModelBits(0, chains.length);
  };
  give();
  return {
    chains,
    give,
    take(steps) {
      for (const [row, chain] of chains.entries()) {
        chain.visible.count = counts[row];
        chain.step += steps;
      }
    },
    aside(what) {
      const lists = viewOf(machine, Uint32Array, 'modelLists', chains.length * stride).slice();
      const result = what();
      viewOf(machine, Uint32Array, 'modelLists', chains.length * stride).set(lists);
      give();
      return result;
    },
  };
}
