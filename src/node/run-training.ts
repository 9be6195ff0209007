/**
 * A training from its first epoch to its last, watched.
 *
 * @module
 */
import { freeEnergyGap, type Training } from '../music/train-model.ts';
import { type EpochRecord, type Learning, trainEpochInBatches } from '../rbm/trainer.ts';
import { hireCrew } from './crew.ts';
import { showProgress } from './progress.ts';
import { breathe } from './signals.ts';

/**
 * Trains to the end, with a progress bar unless `silent`; between batches the program listens to signals.
 *
 * @param workers - threads, this one among them; if there are others, the trainer must be from `shareTrainer`
 */
export async function runTraining(training: Training, silent: boolean, workers: number): Promise<EpochRecord[]> {
  if (workers === 1) return runEpochs(training, silent);
  const crew = hireCrew(training.trainer, workers);
  try {
    return await runEpochs(training, silent, crew.learn);
  } finally {
    await crew.end();
  }
}

async function runEpochs({ trainer, options }: Training, silent: boolean, learn?: Learning): Promise<EpochRecord[]> {
  const progress = showProgress('training', silent);
  const rows = trainer.rows.starts.length;
  const records: EpochRecord[] = [];
  while (trainer.epoch < options.epochs) {
    const batches = trainEpochInBatches(trainer, learn);
    const before = trainer.epoch * rows;
    let next = batches.next();
    for (; next.done !== true; next = batches.next()) {
      progress.update(before + next.value, options.epochs * rows, epochNote(records.at(-1), options.epochs));
      await breathe();
    }
    records.push(next.value);
    await breathe();
  }
  progress.end();
  return records;
}

/** How the last epoch went, in a few words. */
export function epochNote(record: EpochRecord | undefined, epochs: number): string {
  if (record === undefined) return `epoch 1/${epochs}`;
  const gap = freeEnergyGap(record);
  return [
    `epoch ${record.epoch}/${epochs}`,
    `error ${record.reconstructionError.toFixed(1)} bits`,
    ...(gap === undefined ? [] : [`gap ${gap.toFixed(1)} nats`]),
  ].join('  ');
}
