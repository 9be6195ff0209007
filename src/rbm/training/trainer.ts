/**
 * Training: epochs of batches, each a gradient and an update.
 *
 * @module
 */
import { refuse } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { atOnce } from '../../in-parts.ts';
import type { GroupedRows } from '../../math/bits/bit-rows.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { seedState } from '../../math/random/seed-state.ts';
import { meanFreeEnergy } from '../kernels/free-energy.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Rbm } from '../rbm.ts';
import { type Learner, learnerMaker } from './learner.ts';
import { ascendingOrder, checkRows, evenlySpaced, shuffledOrder } from './row-sets.ts';
import { checkTraining, type TrainingOptions } from './training-options.ts';
import type { UpdateOptions } from './update.ts';
import { addToAverage, createAverage, takeAverage, type WeightAverage } from './weight-average.ts';

export type { TrainingOptions } from './training-options.ts';

/** How an epoch went. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /**
   * Bits a row that its reconstruction had wrong: mean over the epoch; with persistent chains, which reconstruct nothing,
   * after the epoch, over at most 128 rows, evenly spaced.
   */
  readonly reconstructionError: number;
  /** Mean free energy of training rows after the epoch, in nats: at most 512 of them, evenly spaced. */
  readonly freeEnergyTraining: number;
  /** The same of the held-out rows; absent when there are none. */
  readonly freeEnergyHeldOut?: number | undefined;
}

/** How much less likely the machine finds rows it has not learnt, in nats: held-out less training free energy. */
export function freeEnergyGap({ freeEnergyHeldOut, freeEnergyTraining }: EpochRecord): number | undefined {
  return freeEnergyHeldOut === undefined ? undefined : freeEnergyHeldOut - freeEnergyTraining;
}

/** A training in progress. */
export interface Trainer {
  /** The machine, which training changes. */
  readonly rbm: Rbm;
  /** What it learns. */
  readonly rows: GroupedRows;
  /** What it does not learn, to measure by. */
  readonly heldOut: GroupedRows;
  /** The options it trains with. */
  readonly options: TrainingOptions;
  /** Completed epochs. */
  readonly epoch: number;
  /** Rows of the current epoch that have been learnt. */
  readonly learnt: number;
  /** Whether training has ended: all epochs are completed, or the free-energy gap was too wide. */
  readonly done: boolean;
}

/** What every trainer is, for the library alone. The state that it needs to continue after any batch is in `trainer-state`. */
export interface TrainerInternals extends Trainer {
  epoch: number;
  learnt: number;
  done: boolean;
  /** Bits that the reconstructions of the learnt rows had wrong. */
  wrong: number;
  readonly learner: Learner;
  /** With averaging. */
  readonly average: WeightAverage | undefined;
}

/** The inner state of a trainer. */
export function internalsOf(trainer: Trainer): TrainerInternals {
  return trainer as TrainerInternals;
}

/** Learns a batch as {@link Learner.learn} does. Where it waits for others it yields `from`: so many rows have been learnt. */
export type Learning = (...batch: Parameters<Learner['learn']>) => Generator<number, number, undefined>;

/** Epochs before momentum rises above a half (Hinton 2010, section 9). */
const CAUTIOUS_EPOCHS = 5;
const MONITORED_ROWS = 512;
/** Reconstructing a row costs as much as learning it. */
const RECONSTRUCTED_ROWS = 128;

/**
 * Prepares to train `rbm` in place.
 *
 * @param rows - what to learn, at least one row of `rbm.visible` bits
 * @param heldOut - rows to watch but not to learn, may be none
 * @throws {HarmoniumError} `option-range` naming the option
 */
export function createTrainer(
  rbm: Rbm,
  rows: GroupedRows,
  heldOut: GroupedRows,
  options: TrainingOptions,
  kernels?: Kernels,
): TrainerInternals {
  checkTraining(options);
  checkRows('rows', rows, rbm.visible);
  checkRows('heldOut', heldOut, rbm.visible);
  if (rows.starts.length === 0) refuse('rows', 'at least one row to learn', 'none');
  return startTrainer(rows, heldOut, options, learnerOf(rbm, rows, options, kernels));
}

/** A learner of `rbm` for a training. */
export function learnerOf(rbm: Rbm, rows: GroupedRows, options: TrainingOptions, kernels?: Kernels): Learner {
  const { seed, batch, statistics, chains, centred, averaging } = options;
  return learnerMaker(kernels)(
    rbm,
    seedState(seed),
    Math.min(batch, rows.starts.length),
    statistics,
    chains,
    centred ? rows : undefined,
    averaging > 0,
  );
}

/** As {@link createTrainer}, of options and rows that have been checked, and of a learner for them. */
export function startTrainer(
  rows: GroupedRows,
  heldOut: GroupedRows,
  options: TrainingOptions,
  learner: Learner,
): TrainerInternals {
  const { rbm } = learner;
  return {
    rbm,
    rows,
    heldOut,
    options,
    epoch: 0,
    learnt: 0,
    wrong: 0,
    done: false,
    learner,
    average: options.averaging === 0 ? undefined : createAverage(learner),
  };
}

/**
 * Trains one more epoch.
 *
 * @returns its record
 *
 * @throws {HarmoniumError} `option-range` when the training is done; `diverged` if the free energy is no finite number after it
 */
export function trainEpoch(trainer: Trainer): EpochRecord {
  return atOnce(trainEpochInBatches(internalsOf(trainer)));
}

/**
 * Trains to the end of the epoch, batch by batch, so that the caller can look at the clock or handle events in between.
 * The next call continues an epoch that was left after a batch.
 *
 * @param learnTogether - learns a batch in another way, to the same bits
 * @yields how many of the `trainer.rows` have been learnt, after each batch
 * @returns how the epoch went
 * @throws {HarmoniumError} `option-range` when the training is done; `diverged` after the first epoch whose free energy is no finite number
 */
export function* trainEpochInBatches(
  trainer: TrainerInternals,
  learnTogether?: Learning,
): Generator<number, EpochRecord, undefined> {
  const { rbm, rows, options, learner, average, epoch } = trainer;
  if (trainer.done) refuse('epochs', `at most ${epoch}`, epoch + 1);
  const averaged = epoch >= Math.round(options.epochs * (1 - options.averaging));
  const update = updateOptionsOf(options, epoch);
  const cdOptions = { cd: options.cd, epoch };
  const count = rows.starts.length;
  const order =
    options.order === 'shuffled' ? shuffledOrder(count, learner.seed, PURPOSE.shuffle, epoch) : ascendingOrder(count);
  for (const end of batchEnds(rows, options)) {
    if (end <= trainer.learnt) continue;
    const from = trainer.learnt;
    const batch = [rows, order, from, end, cdOptions, update] as const;
    trainer.wrong += learnTogether === undefined ? learner.learn(...batch) : yield* learnTogether(...batch);
    if (average !== undefined && averaged) addToAverage(average, learner);
    trainer.learnt = end;
    yield end;
  }
  const error = trainer.wrong / count;
  trainer.epoch++;
  trainer.learnt = 0;
  trainer.wrong = 0;
  learner.endEpoch();
  let record = recordOf(trainer, error);
  const wide = options.mostGap > 0 && (freeEnergyGap(record) ?? 0) > options.mostGap;
  trainer.done = trainer.epoch === options.epochs || wide;
  if (trainer.done && average !== undefined) {
    takeAverage(rbm, average);
    learner.refresh();
    record = recordOf(trainer, error);
  }
  return record;
}

/** The record of an epoch that is done. `error` is known where rows were reconstructed to learn them. */
function recordOf({ rows, heldOut, learner, epoch }: TrainerInternals, error: number): EpochRecord {
  const some = evenlySpaced(rows.starts.length, RECONSTRUCTED_ROWS);
  const record: EpochRecord = {
    epoch,
    reconstructionError: learner.chains.length === 0 ? error : learner.reconstruct(rows, some, epoch) / some.length,
    freeEnergyTraining: meanFreeEnergy(learner, rows, MONITORED_ROWS),
    freeEnergyHeldOut: heldOut.starts.length === 0 ? undefined : meanFreeEnergy(learner, heldOut, MONITORED_ROWS),
  };
  if (!Number.isFinite(record.freeEnergyTraining + (record.freeEnergyHeldOut ?? 0))) {
    throw new HarmoniumError('diverged', `the training diverged in epoch ${record.epoch}: lower the rate`, {
      option: 'rate',
    });
  }
  return record;
}

/** How the updates of an epoch, counted from 0, are made. */
function updateOptionsOf(options: TrainingOptions, epoch: number): UpdateOptions {
  const along = epoch / Math.max(1, options.epochs - 1);
  const { rate, finalRate, momentum } = options;
  return {
    ...options,
    rate: rate + (finalRate - rate) * along,
    momentum: epoch < CAUTIOUS_EPOCHS ? Math.min(0.5, momentum) : momentum,
  };
}

/** Where each batch ends, counted in examples. */
export function batchEnds(rows: GroupedRows, { batch, order }: Pick<TrainingOptions, 'batch' | 'order'>): number[] {
  const groups = order === 'groups' ? rows.groups : Uint32Array.of(0, rows.starts.length);
  const ends: number[] = [];
  for (let g = 0; g + 1 < groups.length; g++) {
    for (let at = groups[g]; at < groups[g + 1]; ) {
      at = Math.min(at + batch, groups[g + 1]);
      ends.push(at);
    }
  }
  return ends;
}
