import { describe, expect, it } from 'vitest';
import { sharedBackend } from '../../src/node/training/shared-arrays.ts';
import type * as WorkerPoolModule from '../../src/node/training/worker-pool.ts';
import { createRbm, PARAMETERS } from '../../src/rbm/rbm.ts';
import {
  createTrainer,
  type EpochRecord,
  type Learning,
  type TrainerInternals,
  type TrainingOptions,
  trainEpochInBatches,
} from '../../src/rbm/training/trainer.ts';
import { trainerStateOf } from '../../src/rbm/training/trainer-state.ts';
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

function toTheEnd(trainer: TrainerInternals, learn?: Learning): Trained {
  const records: EpochRecord[] = [];
  const scales = [trainer.learner.sampler.packed.scale];
  while (trainer.epoch < trainer.options.epochs) {
    const batches = trainEpochInBatches(trainer, learn);
    let next = batches.next();
    while (next.done !== true) next = batches.next();
    records.push(next.value);
    scales.push(trainer.learner.sampler.packed.scale);
  }
  return { trainer, records, scales };
}

async function trained(chosen: TrainingOptions, members: number, hidden: number): Promise<Trained> {
  if (members === 1) return toTheEnd(createTrainer(toyMachine(VISIBLE, hidden, 3), rows, heldOut, chosen));
  const trainer = sharedTrainer(chosen, hidden);
  const pool = startWorkerPool(trainer, members);
  try {
    return toTheEnd(trainer, pool.learn);
  } finally {
    await pool.end();
  }
}

/** A trainer all of whose memory is shared. */
function sharedTrainer(chosen: TrainingOptions, hidden: number): TrainerInternals {
  const { allocate } = sharedBackend;
  const rbm = createRbm(VISIBLE, hidden, allocate);
  for (const part of PARAMETERS) rbm[part].set(toyMachine(VISIBLE, hidden, 3)[part]);
  const bits = allocate(Uint32Array, rows.bits.length);
  bits.set(rows.bits);
  return createTrainer(rbm, { ...rows, bits }, heldOut, chosen, sharedBackend);
}

/** Trains alone and together, expects the same of both, and gives the scales. */
async function sameScales(chosen: TrainingOptions, members: number, hidden: number = 19): Promise<number[]> {
  const alone = await trained(chosen, 1, hidden);
  const together = await trained(chosen, members, hidden);
  expect(together.records).toEqual(alone.records);
  expect(together.scales).toEqual(alone.scales);
  const { sampler, velocity } = together.trainer.learner;
  expect(sampler.rbm).toEqual(alone.trainer.rbm);
  expect(together.trainer.rbm).toBe(sampler.rbm);
  expect(velocity).toEqual(alone.trainer.learner.velocity);
  expect(trainerStateOf(together.trainer)).toEqual(trainerStateOf(alone.trainer));
  expect(sampler.packed).toEqual(alone.trainer.learner.sampler.packed);
  return together.scales;
}

describe('a worker pool learns to the bits of one thread', () => {
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
    it.each([2, 3, 4])(`${name}, %i threads`, async (members) => {
      expect(await sameScales({ ...options, ...chosen }, members)).toHaveLength(options.epochs + 1);
    });
  }

  it.each([
    ['with momentum', 0.9],
    ['without', 0],
  ])('also when sums no longer fit on the way, %s', async (_name, momentum) => {
    const scales = await sameScales({ ...options, rate: 4, finalRate: 4, momentum, decay: 0, epochs: 4 }, 2);
    expect(new Set(scales).size).toBeGreaterThan(1);
  });

  it('also when the machine is too wide for packed sums', async () => {
    expect(await sameScales({ ...options, epochs: 1 }, 2, 1025)).toEqual([0, 0]);
  });

  it('also when they fit at no scale', async () => {
    // So much decay that weights change sign and double.
    const scales = await sameScales({ ...options, rate: 3, finalRate: 3, momentum: 0, decay: 1, epochs: 2 }, 3);
    expect(scales[0]).toBeGreaterThan(0);
    expect(scales.at(-1)).toBe(0);
  });
});

describe('shared memory', () => {
  it.each([0, 5])('holds all that threads share, with %i persistent chains', (chains) => {
    const { rbm, rows: learnt, learner } = sharedTrainer({ ...options, chains, centred: chains > 0 }, 19);
    const { sampler, velocity, phases, offsets, slopes } = learner;
    const { toVisible, biases, toHidden, l1Bounds } = sampler.packed;
    const arrays = [
      [rbm.w, rbm.bv, rbm.bh, velocity.w, velocity.bv, velocity.bh],
      [toVisible, biases, toHidden, l1Bounds, phases.units, phases.counts, phases.layers],
      [learnt.bits, offsets.visible, offsets.hidden, slopes],
      learner.chains.map(({ visible }) => visible.active),
    ];
    for (const { buffer } of arrays.flat()) expect(buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});
