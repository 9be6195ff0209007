/**
 * Trains a voice, with progress, checkpoints and signals.
 *
 * @module
 */
import { existsSync, rmSync } from 'node:fs';
import { type DenseArena, plainArena } from '../../dense/dense-arena.ts';
import { errorAbout, HarmoniumError } from '../../error.ts';
import { openDenseArena } from '../../lanes/dense-arena.ts';
import type { VoiceShape } from '../../voice/network/voice-shape.ts';
import { checkpointSteps, resumeVoice, writeVoiceCheckpoint } from '../../voice/training/voice-checkpoint.ts';
import type { RecordedNote } from '../../voice/training/voice-streams.ts';
import { createVoiceTrainer, stepVoice, trainerBytes, type VoiceTrainer } from '../../voice/training/voice-trainer.ts';
import { showProgress } from '../cli/progress.ts';
import { endItself, exitInterrupted, isInterrupted, yieldToEvents } from '../cli/signals.ts';
import { printable, printMessage, quoted, styled } from '../cli/terminal.ts';
import type { TrainingLength, VoiceChoices } from '../cli/voice-options.ts';
import { readBytes } from '../files/read-file.ts';
import { removeLeftovers, writeFileWhole } from '../files/write-file.ts';

/** How a voice is learnt by default: measured, see `docs/voice.md`. */
const DEFAULTS = { streams: 4, samples: 128 };
/** Seconds in which the speed is measured when the length is given in minutes. */
const TRIAL_SECONDS = 1;
/** Seconds between two checkpoints. */
const EVERY = 30;
/** The curve has so many points. */
const POINTS = 200;
const MOST_CHECKPOINT_BYTES = 1 << 30;

/** A training that is done. */
export interface VoiceRun {
  readonly trainer: VoiceTrainer;
  /** Bits a sample, the mean of each two hundredth of the steps. */
  readonly curve: readonly number[];
}

/** Trains to the end. On a signal, the training is saved and the program ends. */
export async function runVoiceTraining(notes: readonly RecordedNote[], choices: VoiceChoices): Promise<VoiceRun> {
  const { shape, length, seed, plain, json, checkpoint, resume } = choices;
  const begin = (steps: number): VoiceTrainer => {
    const arena = arenaFor(shape, plain);
    return createVoiceTrainer(shape, notes, { ...DEFAULTS, steps, seed }, arena.kernels, arena.allocate);
  };
  const kept = resume && checkpoint !== undefined ? await readCheckpoint(checkpoint, json) : undefined;
  const steps = await stepsFor(length, begin, kept);
  const trainer = begin(steps);
  const curve = kept === undefined ? [] : resumeFrom(trainer, kept, json);
  const width = Math.max(1, Math.floor(steps / POINTS));
  const progress = showProgress('training', json);
  const again = endItself();
  let [sum, count, saved] = [0, 0, performance.now()];
  const save = async (): Promise<boolean> =>
    checkpoint !== undefined && keep(trainer, [...curve, sum, count], checkpoint);
  if (curve.length >= 2) [sum, count] = [curve.at(-2) ?? 0, curve.at(-1) ?? 0];
  curve.length = Math.max(0, curve.length - 2);
  try {
    while (trainer.step < steps) {
      stepVoice(trainer);
      sum += trainer.bits;
      if (++count === width) {
        curve.push(sum / count);
        [sum, count] = [0, 0];
      }
      progress.update(trainer.step, steps, `${(curve.at(-1) ?? trainer.bits).toFixed(2)} bits a sample`);
      await yieldToEvents();
      if (isInterrupted()) {
        const where = `interrupted at step ${trainer.step}/${steps}`;
        const place = `, saved to ${quoted(checkpoint ?? '')}: the same command with --resume goes on`;
        exitInterrupted((await save()) ? where + place : where);
      }
      if (performance.now() - saved < 1000 * EVERY) continue;
      await save();
      saved = performance.now();
    }
  } finally {
    again();
  }
  progress.end();
  return { trainer, curve };
}

/** Removes the checkpoint, once the voice is written. */
export function discardCheckpoint(path: string | undefined): void {
  if (path !== undefined) rmSync(path, { force: true });
}

function arenaFor(shape: VoiceShape, plain: boolean): DenseArena {
  const lanes = plain ? undefined : openDenseArena(trainerBytes(shape, DEFAULTS.samples) + 65_536);
  return lanes ?? plainArena();
}

/** As many steps as the training that is taken up, or as fit into the time, by a trial. */
async function stepsFor(
  length: TrainingLength,
  begin: (steps: number) => VoiceTrainer,
  kept: KeptTraining | undefined,
): Promise<number> {
  if ('steps' in length) return length.steps;
  const steps = kept === undefined ? undefined : checkpointSteps(kept.bytes);
  if (steps !== undefined) return steps;
  const trial = begin(1_000_000);
  let started = performance.now();
  // The first steps are slow: their code is not compiled yet.
  for (let n = 0; performance.now() - started < 500 * TRIAL_SECONDS; n++) {
    stepVoice(trial);
    await yieldToEvents();
  }
  started = performance.now();
  let done = 0;
  for (; performance.now() - started < 500 * TRIAL_SECONDS; done++) {
    stepVoice(trial);
    await yieldToEvents();
  }
  const perStep = (performance.now() - started) / 1000 / done;
  return Math.max(1, Math.min(10_000_000, Math.floor((60 * length.minutes - TRIAL_SECONDS) / perStep)));
}

async function keep(trainer: VoiceTrainer, curve: readonly number[], path: string): Promise<boolean> {
  try {
    await writeFileWhole(path, writeVoiceCheckpoint(trainer, curve));
    return true;
  } catch (error) {
    if (!(error instanceof HarmoniumError)) throw error;
    printMessage(`${styled('yellow', 'no checkpoint')}: ${printable(error.message)}`);
    return false;
  }
}

/** A checkpoint that was read. */
interface KeptTraining {
  readonly path: string;
  readonly bytes: Uint8Array;
}

async function readCheckpoint(path: string, silent: boolean): Promise<KeptTraining | undefined> {
  removeLeftovers(path);
  if (existsSync(path)) return { path, bytes: await readBytes(path, MOST_CHECKPOINT_BYTES) };
  if (!silent) printMessage(`no checkpoint at ${printable(path)}: training from the start`);
  return undefined;
}

function resumeFrom(trainer: VoiceTrainer, { path, bytes }: KeptTraining, silent: boolean): number[] {
  try {
    const curve = resumeVoice(trainer, bytes);
    if (!silent) printMessage(`goes on at step ${trainer.step}/${trainer.options.steps}`);
    return curve;
  } catch (error) {
    throw error instanceof HarmoniumError ? errorAbout(path, error) : error;
  }
}
