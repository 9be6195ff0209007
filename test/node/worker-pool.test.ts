import { describe, expect, it } from 'vitest';
import { isOnLanes } from '../../src/lanes/lane-learner.ts';
import type { GroupedRows } from '../../src/math/bits/bit-rows.ts';
import { sharedArrays } from '../../src/node/training/shared-arrays.ts';
import { teamKernels } from '../../src/node/training/team.ts';
import type * as WorkerPoolModule from '../../src/node/training/worker-pool.ts';
import type { Kernels } from '../../src/rbm/kernels/kernels.ts';
import type { PackedWeights } from '../../src/rbm/packed/packed-weights.ts';
import { copyRbm, createRbm, PARAMETERS, type Rbm } from '../../src/rbm/rbm.ts';
import type { Learner } from '../../src/rbm/training/learner.ts';
import type { PlainLearner } from '../../src/rbm/training/plain-learner.ts';
import {
  createTrainer,
  type EpochRecord,
  type Learning,
  type TrainerInternals,
  type TrainingOptions,
  trainEpochInBatches,
} from '../../src/rbm/training/trainer.ts';
import { trainerStateOf } from '../../src/rbm/training/trainer-state.ts';
import { scaleOf as laneScaleOf, lanes } from '../lanes/lanes.ts';
import { grouped, toyMachine, toyRows } from '../reference/toy.ts';

// Threads run what is built: Node 20 reads no TypeScript.
const BUILT = new URL('../../dist/node/training/worker-pool.js', import.meta.url).href;
const { startWorkerPool }: typeof WorkerPoolModule = await import(BUILT);

const VISIBLE = 301;
const rows = grouped(toyRows(40, VISIBLE, 1), VISIBLE, [23, 0, 1, 16]);
const heldOut = grouped(toyRows(5, VISIBLE, 2), VISIBLE, [5]);

const options: TrainingOptions = {
  seed: 'crew',
  epochs: 7,
  batch: 7,
  rate: 0.1,
  finalRate: 0.02,
  momentum: 0.9,
  decay: 0.001,
  cd: 1,
  statistics: 'samples',
  order: 'shuffled',
  chains: 0,
  centred: false,
  sparsity: 0,
  averaging: 0,
  mostGap: 0,
};

/** A training to its end, its epochs and the scales its sums were packed at. */
interface Trained {
  readonly trainer: TrainerInternals;
  readonly records: EpochRecord[];
  readonly scales: number[];
}

/** The scale of a learner's sums now; 0: they fit at none. */
function scaleOf(learner: Learner): number {
  return packedOf(learner)?.scale ?? laneScaleOf(learner);
}

/** The copies of a plain learner's weights. */
function packedOf(learner: Learner): PackedWeights | undefined {
  return isOnLanes(learner) ? undefined : (learner as PlainLearner).sampler.packed;
}

function toTheEnd(trainer: TrainerInternals, learn?: Learning): Trained {
  const records: EpochRecord[] = [];
  const scales = [scaleOf(trainer.learner)];
  while (trainer.epoch < trainer.options.epochs) {
    const batches = trainEpochInBatches(trainer, learn);
    let next = batches.next();
    while (next.done !== true) next = batches.next();
    records.push(next.value);
    scales.push(scaleOf(trainer.learner));
  }
  return { trainer, records, scales };
}

/** What is trained: the machine at its start, and what it learns. */
interface Task {
  readonly start: Rbm;
  readonly rows: GroupedRows;
}

/** A machine of this many hidden units. */
function toyTask(hidden: number): Task {
  return { start: toyMachine(VISIBLE, hidden, 3), rows };
}

/** Every example is the same, and reconstructions are the opposite: the weights of units that are on grow together. */
function growingTask(): Task {
  const row = Array.from({ length: VISIBLE }, (_, i) => i % 2);
  const start = toyMachine(VISIBLE, 50, 3, 0.01);
  for (let i = 0; i < VISIBLE; i++) start.bv[i] = row[i] === 1 ? -60 : 60;
  const same = Array.from({ length: 40 }, () => row);
  return { start, rows: grouped(same, VISIBLE, [40]) };
}

/** Trains in one thread, by plain kernels unless others are given. */
function trainedAlone(chosen: TrainingOptions, { start, rows: learnt }: Task, kernels?: Kernels): Trained {
  return toTheEnd(createTrainer(copyRbm(start), learnt, heldOut, chosen, kernels));
}

async function trained(
  kernels: Kernels | undefined,
  chosen: TrainingOptions,
  members: number,
  task: Task,
): Promise<Trained> {
  const trainer = sharedTrainer(kernels, chosen, members, task);
  if (members === 1) return toTheEnd(trainer);
  const pool = startWorkerPool(trainer, members);
  try {
    return toTheEnd(trainer, pool.learn);
  } finally {
    await pool.end();
  }
}

/** A trainer all of whose memory is shared. */
function sharedTrainer(
  kernels: Kernels | undefined,
  chosen: TrainingOptions,
  members: number,
  { start, rows: learnt }: Task,
): TrainerInternals {
  const rbm = createRbm(VISIBLE, start.hidden, sharedArrays);
  for (const part of PARAMETERS) rbm[part].set(start[part]);
  const bits = sharedArrays(Uint32Array, learnt.bits.length);
  bits.set(learnt.bits);
  return createTrainer(rbm, { ...learnt, bits }, heldOut, chosen, teamKernels(kernels, members));
}

const KERNELS = [
  ['plain', undefined],
  ['on lanes', lanes()],
] as const;

describe.each(KERNELS)('a worker pool learns to the bits of one thread and plain kernels: %s', (_kind, kernels) => {
  /** Trains alone and together, expects the same of both, and gives the scales. */
  async function sameScales(chosen: TrainingOptions, members: number, task: Task = toyTask(19)): Promise<number[]> {
    const alone = trainedAlone(chosen, task);
    const together = await trained(kernels, chosen, members, task);
    expect(together.records).toEqual(alone.records);
    const { learner } = together.trainer;
    expect(isOnLanes(learner)).toBe(kernels !== undefined);
    expect(learner.rbm).toEqual(alone.trainer.rbm);
    expect(together.trainer.rbm).toBe(learner.rbm);
    const velocity = alone.trainer.learner.velocity;
    for (const part of PARAMETERS) expect(learner.velocity[part]).toEqual(velocity[part]);
    expect(trainerStateOf(together.trainer)).toEqual(trainerStateOf(alone.trainer));
    const same = kernels === undefined ? alone : trainedAlone(chosen, task, kernels);
    expect(together.scales).toEqual(same.scales);
    expect(packedOf(learner)).toEqual(packedOf(same.trainer.learner));
    return together.scales;
  }

  const cases: Record<string, Partial<TrainingOptions>> = {
    samples: {},
    probabilities: { statistics: 'probabilities' },
    'batches of one': { batch: 1 },
    'one batch of all': { batch: 40, cd: 3 },
    'batches within groups, only the gradient': { order: 'groups', momentum: 0, decay: 0 },
    'persistent chains': { statistics: 'probabilities', chains: 9, centred: true, momentum: 0, averaging: 0.5 },
    'persistent chains, with all there is': { chains: 5, cd: 2, centred: true, sparsity: 0.3, averaging: 0.9 },
    'persistent chains, not centred': { chains: 12, batch: 40, order: 'groups' },
  };
  for (const [name, chosen] of Object.entries(cases)) {
    it.each([1, 2, 3, 4])(`${name}, %i threads`, async (members) => {
      expect(await sameScales({ ...options, ...chosen }, members)).toHaveLength(options.epochs + 1);
    });
  }

  it.each([
    ['with momentum', { momentum: 0.9, rate: 4 }],
    ['without', { momentum: 0, rate: 4 }],
    ['in steps as large as can be', { momentum: 0, rate: 10, batch: 1 }],
  ])('also when sums no longer fit on the way, %s', async (_name, chosen) => {
    // Lanes hold larger sums.
    const least = kernels !== undefined && chosen.rate < 10 && chosen.momentum === 0 ? 1 : 2;
    const scales = await sameScales({ ...options, ...chosen, finalRate: chosen.rate, decay: 0, epochs: 4 }, 2);
    expect(new Set(scales).size).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ['counted', { momentum: 0, decay: 0 }],
    ['in values', { momentum: 0.1, decay: 0.0001 }],
    ['against chains', { momentum: 0, decay: 0, chains: 4 }],
  ])('also when weights grow much between two packings, %s', async (_name, chosen) => {
    const slowly = { ...options, ...chosen, batch: 2, rate: 0.01, finalRate: 0.01, epochs: 2 };
    for (const members of [2, 4]) expect(await sameScales(slowly, members, growingTask())).toHaveLength(3);
  });

  it('also when the machine is too wide for packed sums', async () => {
    const scales = await sameScales({ ...options, epochs: 1 }, 2, toyTask(1025));
    // Not too wide for lanes.
    expect(scales.map(Math.sign)).toEqual(kernels === undefined ? [0, 0] : [1, 1]);
  });

  it('also when they fit at no scale', async () => {
    // So much decay that weights change sign and double.
    const chosen = { ...options, rate: 3, finalRate: 3, momentum: 0, decay: 1, epochs: 2 };
    const scales = await sameScales(chosen, 3);
    expect(scales[0]).toBeGreaterThan(0);
    expect(scales.at(-1)).toBe(0);
  });
});

describe('shared memory', () => {
  it.each([0, 5])('holds all that threads share, with %i persistent chains', (chains) => {
    const chosen = { ...options, chains, centred: chains > 0 };
    const { rbm, rows: learnt, learner } = sharedTrainer(undefined, chosen, 2, toyTask(19));
    const { sampler, velocity, phases, offsets, slopes } = learner as PlainLearner;
    const { toVisible, biases, toHidden, l1Bounds } = sampler.packed;
    const arrays = [
      [rbm.w, rbm.bv, rbm.bh, velocity.w, velocity.bv, velocity.bh],
      [toVisible, biases, toHidden, l1Bounds, phases.units, phases.counts, phases.layers],
      [learnt.bits, offsets.visible, offsets.hidden, slopes],
      learner.chains.map(({ visible }) => visible.active),
    ];
    for (const { buffer } of arrays.flat()) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it.each([0, 5])('is one memory on lanes, with %i persistent chains', (chains) => {
    const chosen = { ...options, chains, centred: chains > 0 };
    const { rbm, learner } = sharedTrainer(lanes(), chosen, 2, toyTask(19));
    const { velocity, offsets } = learner;
    if (!isOnLanes(learner)) throw new Error('not on lanes');
    const { buffer } = learner.shared.memory;
    expect(buffer).toBeInstanceOf(SharedArrayBuffer);
    const arrays = [rbm.w, rbm.bv, rbm.bh, velocity.w, velocity.bv, velocity.bh, offsets.visible, offsets.hidden];
    for (const array of arrays) expect(array.buffer).toBe(buffer);
  });
});
