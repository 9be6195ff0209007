/**
 * Checkpoints of a training: a file that is written now and then, and read by `--resume`.
 *
 * @module
 */
import { existsSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { errorAbout, HarmoniumError } from '../../error.ts';
import { readCheckpoint } from '../../model/checkpoints/read-checkpoint.ts';
import { writeCheckpoint } from '../../model/checkpoints/write-checkpoint.ts';
import type { Training } from '../../music/training/train-model.ts';
import { checkpointOf, resumeFrom, trainingDigest } from '../../music/training/training-checkpoint.ts';
import { type EpochRecord, internalsOf } from '../../rbm/training/trainer.ts';
import { trainerStateOf } from '../../rbm/training/trainer-state.ts';
import { usageError } from '../cli/options.ts';
import { printable, printMessage, quoted, styled } from '../cli/terminal.ts';
import { version } from '../cli/version.ts';
import { readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { removeLeftovers, writeFileWhole } from '../files/write-file.ts';

/** The most bytes that Node reads at once. A machine that takes more has no checkpoints. */
const MOST_BYTES = 2 ** 31 - 2 ** 20;

/** Where a training is kept. */
export interface Keeper {
  readonly path: string;
  /** Writes the training if it is time. Only between two batches. */
  keep(training: Training, history: readonly EpochRecord[]): Promise<void>;
  /** Writes it now; returns whether that succeeded. */
  save(training: Training, history: readonly EpochRecord[]): Promise<boolean>;
  /** Removes the checkpoint, once the model is written. */
  discard(): void;
}

/** Bytes that the name of a file may have. */
const LONGEST_NAME = 255;

/** Where checkpoints go by default: beside the model, or nowhere if the model is not a file or its name is too long. */
export function checkpointBeside(output: string): string | undefined {
  if (output === STANDARD_STREAM) return undefined;
  const beside = `${output}.checkpoint`;
  return isFile(output) === false || Buffer.byteLength(basename(beside)) > LONGEST_NAME ? undefined : beside;
}

/** Whether this is a file; undefined if there is none, or if that is not known: writing there then reports why. */
function isFile(path: string): boolean | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile();
  } catch {
    return undefined;
  }
}

/** Fails if an unfinished training would be lost, before anything is read. */
export function checkUnfinished(path: string, resume: boolean): void {
  if (resume || isFile(path) !== true) return;
  throw usageError(
    `${path} holds a training that is not done: go on with --resume, or remove it, or name another --checkpoint`,
    'checkpoint',
  );
}

/**
 * Checkpoints at `path`.
 *
 * If one cannot be written, a message says so and nothing else changes: the training goes on, the last good one stays, and the
 * next one is tried when it is due.
 *
 * @param every - seconds from one to the next; 0: after every batch
 */
export function keepAt(path: string, every: number): Keeper {
  const writer = `harmonium ${version()}`;
  let digest: number | undefined;
  let last = performance.now();
  let trouble: string | undefined;
  const save = async (training: Training, history: readonly EpochRecord[]): Promise<boolean> => {
    digest ??= trainingDigest(training.trainer);
    try {
      const checkpoint = checkpointOf(training, history, digest, writer);
      await writeFileWhole(path, writeCheckpoint(checkpoint));
      trouble = undefined;
    } catch (error) {
      if (!(error instanceof HarmoniumError)) throw error;
      if (error.message !== trouble) printMessage(`${styled('yellow', 'no checkpoint')}: ${printable(error.message)}`);
      trouble = error.message;
    }
    last = performance.now();
    return trouble === undefined;
  };
  return {
    path,
    save,
    async keep(training, history) {
      if (performance.now() - last >= 1000 * every) await save(training, history);
    },
    discard() {
      rmSync(path, { force: true });
    },
  };
}

/**
 * Continues the training where the checkpoint at `path` left it; without one it begins at the beginning. Removes temporary files
 * beside `path` and `outputs` that a killed program left there.
 *
 * @returns how the epochs went that are done
 * @throws {HarmoniumError} with the reason if the checkpoint is damaged, newer, or of another training
 */
export async function resumeAt(
  path: string,
  training: Training,
  outputs: readonly string[],
  silent: boolean,
): Promise<EpochRecord[]> {
  for (const file of [path, ...outputs]) removeLeftovers(file);
  if (!existsSync(path)) {
    if (!silent) printMessage(`no checkpoint at ${printable(path)}: training from the start`);
    return [];
  }
  try {
    const history = resumeFrom(training, readCheckpoint(await readBytes(path, MOST_BYTES)));
    if (!silent) printMessage(`goes on ${placeOf(training)}`);
    return history;
  } catch (error) {
    throw error instanceof HarmoniumError ? errorAbout(path, error) : error;
  }
}

/** Whether a training of this size can have checkpoints. */
export function isKeepable({ trainer }: Training): boolean {
  const { arrays } = trainerStateOf(internalsOf(trainer));
  return Object.values(arrays).reduce((sum, { byteLength }) => sum + byteLength, 0) < MOST_BYTES - 2 ** 26;
}

/** The end of an interrupted training. */
export function interruptedWords(training: Training, keeper: Keeper | undefined, saved: boolean): string {
  if (keeper === undefined) return 'interrupted';
  const where = placeOf(training);
  if (!saved) return `interrupted ${where}, and nothing saved`;
  return `interrupted ${where}, saved to ${quoted(keeper.path)}: the same command with --resume goes on`;
}

function placeOf({ trainer, options }: Training): string {
  const share = Math.floor((100 * trainer.learnt) / trainer.rows.starts.length);
  if (share === 0) return `after epoch ${trainer.epoch}/${options.epochs}`;
  return `in epoch ${trainer.epoch + 1}/${options.epochs}, ${share} %`;
}
