/**
 * Two learners of one machine, plain and on lanes, that are to stay the same to the bit.
 *
 * @module
 */
import { isOnLanes } from '../../src/lanes/lane-learner.ts';
import { type BitRows, setBit } from '../../src/math/bits/bit-rows.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { copyRbm, createRbm, PARAMETERS, type Rbm, type Reals } from '../../src/rbm/rbm.ts';
import { createLearner, type Learner } from '../../src/rbm/training/learner.ts';
import type { HiddenStatistics } from '../../src/rbm/training/phases.ts';
import type { UpdateOptions } from '../../src/rbm/training/update.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { lanes, scaleOf } from './lanes.ts';

/** What is learnt, and how. */
export interface Task {
  readonly visible: number;
  readonly hidden: number;
  /** The most examples in a batch. */
  readonly batch: number;
  readonly statistics: HiddenStatistics;
  readonly chains: number;
  /** Only with chains. */
  readonly centred: boolean;
  readonly cd: number;
  readonly update: UpdateOptions;
  /** How far weights and biases lie from 0. */
  readonly size: number;
  /** What share of the data's bits is on. */
  readonly density: number;
  readonly seed: number;
}

/** A task with nothing special about it. */
export const ORDINARY: Task = {
  visible: 100,
  hidden: 20,
  batch: 10,
  statistics: 'samples',
  chains: 0,
  centred: false,
  cd: 1,
  update: { rate: 0.1, momentum: 0, decay: 0 },
  size: 0.2,
  density: 0.1,
  seed: 1,
};

/** Rows of bits, each beginning at any bit, with noise between them. */
export function scatteredRows(count: number, columns: number, density: number, next: () => number): BitRows {
  const starts = new Uint32Array(count);
  let at = 0;
  for (let r = 0; r < count; r++) {
    at += Math.floor(40 * next());
    starts[r] = at;
    at += columns;
  }
  const bits = new Uint32Array(Math.ceil(at / 32) + 1);
  for (let word = 0; word < bits.length; word++) bits[word] = next() * 2 ** 32;
  for (const start of starts) {
    for (let i = start; i < start + columns; i++) {
      bits[i >>> 5] &= ~(0x80000000 >>> (i & 31));
      if (next() < density) setBit(bits, i);
    }
  }
  return { bits, starts, columns };
}

/** A machine with parameters evenly spread, none of them −0, and visible biases that go with data of this density. */
export function machineOf({ visible, hidden, size, density }: Task, next: () => number): Rbm {
  const rbm = createRbm(visible, hidden);
  const off = Math.log(Math.max(density, 0.001) / Math.max(1 - density, 0.001));
  for (const part of PARAMETERS) for (let n = 0; n < rbm[part].length; n++) rbm[part][n] = size * (2 * next() - 1);
  for (let i = 0; i < visible; i++) rbm.bv[i] += off;
  for (const part of PARAMETERS) for (let n = 0; n < rbm[part].length; n++) rbm[part][n] += 0;
  return rbm;
}

/** Learners that learn the same. */
export interface Twins {
  readonly plain: Learner;
  readonly onLanes: Learner;
  readonly rows: BitRows;
  /** Learns a batch both ways; tells what is different then. */
  learn(order: Uint32Array, from: number, to: number, epoch: number, update: UpdateOptions, cd: number): string[];
  /** Reconstructs rows both ways. */
  reconstruct(some: readonly number[], epoch: number): string[];
  /** Does something to the parameters of both, and refreshes them. */
  change(how: (rbm: Rbm) => void): void;
}

/** Twins for a task. */
export function twinsOf(task: Task, rbm: Rbm, rows: BitRows): Twins {
  const { batch, statistics, chains, centred, seed } = task;
  const state = seedState(seed);
  const centredOn = centred && chains > 0 ? rows : undefined;
  const plain = createLearner(copyRbm(rbm), state, batch, statistics, chains, centredOn, true);
  const onLanes = createLearner(copyRbm(rbm), state, batch, statistics, chains, centredOn, true, lanes());
  if (!isOnLanes(onLanes) || isOnLanes(plain)) throw new Error('not twins');
  return {
    plain,
    onLanes,
    rows,
    learn(order, from, to, epoch, update, cd) {
      const [a, b] = [plain, onLanes].map((learner) => learner.learn(rows, order, from, to, { cd, epoch }, update));
      return [...(a === b ? [] : [`wrong bits: ${a} and ${b}`]), ...differences(plain, onLanes)];
    },
    reconstruct(some, epoch) {
      const [a, b] = [plain, onLanes].map((learner) => learner.reconstruct(rows, some, epoch));
      return [...(a === b ? [] : [`reconstructions: ${a} and ${b}`]), ...differences(plain, onLanes)];
    },
    change(how) {
      for (const learner of [plain, onLanes]) {
        how(learner.rbm);
        learner.refresh();
      }
    },
  };
}

/** All in which the state of two learners differs. */
function differences(plain: Learner, onLanes: Learner): string[] {
  const found: string[] = [];
  const compare = (name: string, a: Reals, b: Reals): void => {
    const difference = firstDifference(a, b);
    if (difference !== undefined) found.push(`${name}: ${difference}`);
  };
  for (const part of PARAMETERS) {
    compare(part, plain.rbm[part], onLanes.rbm[part]);
    compare(`velocity of ${part}`, plain.velocity[part], onLanes.velocity[part]);
  }
  compare('hidden offsets', plain.offsets.hidden, onLanes.offsets.hidden);
  compare('visible offsets', plain.offsets.visible, onLanes.offsets.visible);
  for (const [c, { visible, step }] of plain.chains.entries()) {
    const twin = onLanes.chains[c];
    const [a, b] = [visible, twin.visible].map(({ active, count }) => active.subarray(0, count).join());
    if (a !== b || step !== twin.step) found.push(`chain ${c}`);
  }
  return found;
}

/** Where two arrays differ; one NaN is as good as another. */
export function firstDifference(a: Reals, b: Reals): string | undefined {
  const [x, y] = [a, b].map(wordsOf);
  let first = -1;
  let count = a.length === b.length ? 0 : 1;
  const words = x.length / a.length;
  for (let n = 0; n < x.length; n++) {
    const at = Math.floor(n / words);
    if (x[n] === y[n] || (Number.isNaN(a[at]) && Number.isNaN(b[at]))) continue;
    if (first < 0) first = at;
    count++;
  }
  return count === 0 ? undefined : `${count} words differ, first at ${first}: ${a[first]} and ${b[first]}`;
}

function wordsOf({ buffer, byteOffset, byteLength }: Reals): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/** What came of learning both ways. */
export interface Outcome {
  /** What was different, and when. */
  readonly different: readonly string[];
  /** Whether lanes held the sums to the end. */
  readonly fits: boolean;
}

/** What is to come of it. */
export const SAME: Outcome = { different: [], fits: true };

/** Learns some batches both ways, full and smaller ones, with and without momentum, with reconstructions and new starts in between. */
export function learnBoth(task: Task, batches: number): Outcome {
  const { batch, cd, update, density, visible, seed } = task;
  const next = mulberry32(seed);
  const rows = scatteredRows(Math.min(2 * batch + 3, 150), visible, density, next);
  const twins = twinsOf(task, machineOf(task, next), rows);
  const order = Uint32Array.from({ length: 3 * batch }, () => next() * rows.starts.length);
  const different: string[] = [];
  for (let b = 0; b < batches && different.length === 0; b++) {
    const size = b % 3 === 2 ? 1 + Math.floor(next() * batch) : batch;
    const from = Math.floor(next() * batch);
    const momentum = b % 4 === 3 ? 0 : update.momentum;
    const found = twins.learn(order, from, from + size, b * 7, { ...update, momentum }, cd);
    if (b === 1) found.push(...twins.reconstruct([0, 1, Math.floor(next() * rows.starts.length)], b));
    if (b === 2) twins.change(() => {});
    if (found.length > 0) different.push(`batch ${b}`, ...found);
  }
  return { different, fits: scaleOf(twins.onLanes) > 0 };
}
