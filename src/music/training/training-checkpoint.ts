/**
 * A training to a checkpoint and back.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { oneLine } from '../../math/text/shown.ts';
import type { Checkpoint } from '../../model/checkpoints/checkpoint.ts';
import { rowsDigest } from '../../rbm/training/rows-digest.ts';
import { type EpochRecord, internalsOf, type Trainer } from '../../rbm/training/trainer.ts';
import { restoreTrainerState, trainerStateOf } from '../../rbm/training/trainer-state.ts';
import { optionTexts, type Training } from './train-model.ts';

/**
 * The training as it stands between two batches. Its arrays are the trainer's own: write it before going on.
 *
 * @param history - records of the finished epochs
 * @param rows - {@link trainingDigest}
 * @param writer - the program that writes it, with its version
 */
export function checkpointOf(
  training: Training,
  history: readonly EpochRecord[],
  rows: number,
  writer: string,
): Checkpoint {
  return {
    memory: trainerStateOf(internalsOf(training.trainer)),
    history,
    rows,
    options: optionTexts(training),
    writer,
  };
}

/**
 * Resumes a training from a checkpoint: it ends with the same bits as one that was never interrupted.
 *
 * @param training - prepared anew from the same rolls with the same options; if this fails, it must not be used
 * @returns records of the finished epochs
 * @throws {HarmoniumError} `checkpoint-other` if the checkpoint is of other music or other options, `checkpoint-memory` or
 * `length` if it is of none
 */
export function resumeFrom(training: Training, { memory, history, rows, options }: Checkpoint): EpochRecord[] {
  const own = optionTexts(training);
  const others = [...Object.keys(own), ...Object.keys(options)].filter((name) => own[name] !== options[name]);
  const other = others.find((name) => !OF_THE_MUSIC.has(name)) ?? others[0];
  // When the music differs and only follows from it, the music is what to name.
  if ((other === undefined || OF_THE_MUSIC.has(other)) && trainingDigest(training.trainer) !== rows) {
    throw new HarmoniumError('checkpoint-other', 'the checkpoint is of a training with other music or other moods');
  }
  if (other !== undefined) {
    throw new HarmoniumError(
      'checkpoint-other',
      `the checkpoint is of a training with another '${oneLine(other, 40)}'`,
      {
        expected: oneLine(options[other] ?? 'none', 100),
        got: oneLine(own[other] ?? 'none', 100),
        option: other,
      },
    );
  }
  restoreTrainerState(internalsOf(training.trainer), memory);
  const watched = training.trainer.heldOut.starts.length > 0;
  if (
    history.length !== training.trainer.epoch ||
    history.some((record) => (record.freeEnergyHeldOut !== undefined) !== watched)
  ) {
    throw new HarmoniumError('checkpoint-memory', 'the history of a training', {
      expected: `${training.trainer.epoch} epochs${watched ? ', watched' : ''}`,
      got: `${history.length}`,
    });
  }
  return [...history];
}

/** What a record says of the music and its labels, not of the options. */
const OF_THE_MUSIC: ReadonlySet<string> = new Set(['tempo', 'valenceThresholds', 'arousalThresholds', 'moodCounts']);

/** A checksum of what a training learns and what it watches, 0 to 2³² − 1. */
export function trainingDigest({ rows, heldOut }: Trainer): number {
  const { starts, groups, columns } = heldOut;
  return rowsDigest({ bits: new Uint32Array(0), starts, groups, columns }, rowsDigest(rows));
}
