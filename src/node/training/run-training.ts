/**
 * Runs a training from its first epoch to its last, with progress, checkpoints and signals.
 *
 * @module
 */
import { freeEnergyGap, type Training } from '../../music/training/train-model.ts';
import { type EpochRecord, internalsOf, type Learning, trainEpochInBatches } from '../../rbm/training/trainer.ts';
import { showProgress } from '../cli/progress.ts';
import { endItself, exitInterrupted, isInterrupted, yieldToEvents } from '../cli/signals.ts';
import { interruptedWords, type Keeper } from './checkpoints.ts';
import { startWorkerPool } from './worker-pool.ts';

/** How to train. */
export interface Run {
  /** Without a progress bar. */
  readonly silent: boolean;
  /** Threads, this one among them; if there are others, the learner must be made by `teamKernels` and the rows be in `sharedArrays`. */
  readonly workers: number;
  /** The records of the epochs that are done. */
  readonly history: readonly EpochRecord[];
  /** What writes checkpoints, if there are any. */
  readonly keeper: Keeper | undefined;
}

/**
 * Trains to the end. Between batches the program writes checkpoints and handles signals: on the first one it saves the training
 * and ends.
 */
export async function runTraining(training: Training, run: Run): Promise<EpochRecord[]> {
  const pool = run.workers === 1 ? undefined : startWorkerPool(internalsOf(training.trainer), run.workers);
  const atOnceAgain = endItself();
  try {
    return await runEpochs(training, run, pool?.learn);
  } finally {
    await pool?.end();
    atOnceAgain();
  }
}

async function runEpochs(training: Training, run: Run, learn: Learning | undefined): Promise<EpochRecord[]> {
  const { trainer, options } = training;
  const { silent, history, keeper } = run;
  const progress = showProgress('training', silent);
  const rows = trainer.rows.starts.length;
  const records = [...history];
  let learnt = trainer.learnt;
  while (!trainer.done) {
    const batches = trainEpochInBatches(internalsOf(trainer), learn);
    const before = trainer.epoch * rows;
    let next = batches.next();
    for (; next.done !== true; next = batches.next()) {
      progress.update(before + next.value, options.epochs * rows, epochNote(records.at(-1), options.epochs));
      await yieldToEvents();
      // In the middle of a batch, where threads are waited for, there is nothing that could be saved.
      if (next.value === learnt) continue;
      learnt = next.value;
      await keeper?.keep(training, records);
      if (isInterrupted()) await saveAndExit(training, records, keeper);
    }
    records.push(next.value);
    learnt = 0;
    await yieldToEvents();
  }
  if (isInterrupted()) await saveAndExit(training, records, keeper);
  progress.end();
  return records;
}

async function saveAndExit(training: Training, records: readonly EpochRecord[], keeper?: Keeper): Promise<never> {
  const saved = (await keeper?.save(training, records)) === true;
  return exitInterrupted(interruptedWords(training, keeper, saved));
}

/** The last epoch's record in a few words. */
export function epochNote(record: EpochRecord | undefined, epochs: number): string {
  if (record === undefined) return `epoch 1/${epochs}`;
  const gap = freeEnergyGap(record);
  return [
    `epoch ${record.epoch}/${epochs}`,
    `error ${record.reconstructionError.toFixed(1)} bits`,
    ...(gap === undefined ? [] : [`gap ${gap.toFixed(1)} nats`]),
  ].join('  ');
}
