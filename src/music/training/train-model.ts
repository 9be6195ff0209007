/**
 * From piano rolls to a trained model.
 *
 * @module
 */
import { checkObject } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { atOnce, type InParts } from '../../in-parts.ts';
import type { GroupedRows } from '../../math/bits/bit-rows.ts';
import { seedState } from '../../math/random/seed-state.ts';
import { shortDecimal } from '../../math/text/decimal.ts';
import type { Model } from '../../model/model.ts';
import type { Backend } from '../../rbm/kernels/kernels.ts';
import { createRbm, fillWeights } from '../../rbm/rbm.ts';
import { setDataBiases } from '../../rbm/training/data-biases.ts';
import { bitRowsOf } from '../../rbm/training/persistent-chains.ts';
import { holdOut, splitRows } from '../../rbm/training/row-sets.ts';
import {
  type EpochRecord,
  freeEnergyGap,
  internalsOf,
  startTrainer,
  type Trainer,
  trainEpoch,
} from '../../rbm/training/trainer.ts';
import { layWindowsInParts, type RollChange } from '../../roll/cut-windows.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { checkRolls, pitchCount } from '../../roll/roll-shape.ts';
import { transposeBits } from '../../roll/transpose-roll.ts';
import { majorScaleOf, semitonesFrom } from '../theory/key.ts';
import { voiceCounts } from '../windows/polyphony.ts';
import { modelOptions, type TrainModelOptions } from './model-options.ts';
import { type ModelOptions, PRESETS, type PresetName } from './presets.ts';

export { freeEnergyGap } from '../../rbm/training/trainer.ts';
export type { TrainModelOptions } from './model-options.ts';

/** A training that is ready to run: call `trainEpoch(training.trainer)` until `trainer.done`. */
export interface Training {
  readonly trainer: Trainer;
  readonly options: ModelOptions;
  readonly preset: PresetName;
  /** shape [12]: how many songs have the major scale on C, C sharp, … */
  readonly keys: readonly number[];
}

/** Options that a model file keeps as what they are: its numbers and its machine. The others it tells in words. */
const KEPT: readonly string[] = ['hidden', 'steps', 'grid', 'pitches', 'tempo'];

/**
 * Cuts rolls into windows, sets some aside, and prepares a machine.
 *
 * @param rolls - one a song, at least one; all with the same grid and pitches, which are the model's
 * @throws {HarmoniumError} `option-range` naming the option; `length` if a roll has too few bits; `roll-mixed` unless the
 * rolls match each other; `no-windows` when they are too short to give any
 */
export function prepareTraining(rolls: readonly PianoRoll[], given: TrainModelOptions = {}): Training {
  return atOnce(prepareTrainingInParts(rolls, given));
}

/**
 * {@link prepareTraining} in parts.
 *
 * @param backend - what computes, and where the machine and the windows are allocated
 * @throws {HarmoniumError} as {@link prepareTraining}
 */
export function* prepareTrainingInParts(
  rolls: readonly PianoRoll[],
  given: TrainModelOptions = {},
  backend?: Backend,
): InParts<Training> {
  checkRolls(rolls);
  checkObject('given', given, 'options');
  const preset = given.preset ?? 'default';
  const options = modelOptions(preset, given, rolls);
  const tonics: number[] = [];
  for (const roll of rolls) {
    tonics.push(majorScaleOf(roll));
    yield 0;
  }
  const moves = rolls.map((_, r) => movesOf(tonics[r] ?? 0, options));
  const each = rolls.flatMap((roll, r) => (moves[r] ?? []).map(() => roll));
  const laid = yield* layWindowsInParts(each, options, mover(moves.flat()), backend?.allocate);
  // A song is one group in whatever keys it comes: none of them is learnt while another is watched.
  const windows = { ...laid, groups: laid.groups.filter((_, g) => g % (each.length / rolls.length) === 0) };
  const seed = seedState(options.seed);
  const [rows, heldOut] = setAside(windows, options, seed);
  if (rows.starts.length === 0) {
    throw new HarmoniumError('no-windows', `nothing to learn from: ${rolls.length} songs`, {
      expected: `at least one window of ${options.steps} steps`,
      got: 'none',
    });
  }
  const rbm = createRbm(windows.columns, options.hidden, backend?.allocate);
  fillWeights(rbm, seed, options.weightMean, options.weightDeviation);
  if (options.dataBiases) setDataBiases(rbm, rows);
  return { trainer: startTrainer(rbm, rows, heldOut, options, backend), options, preset, keys: keyCounts(tonics) };
}

/** By how many semitones a roll in the major scale on `tonic` is moved, each way it is learnt. */
function movesOf(tonic: number, { transpose }: ModelOptions): number[] {
  if (transpose === 'none') return [0];
  if (transpose === 'to-c') return [semitonesFrom(tonic)];
  return Array.from({ length: 12 }, (_, key) => key - 5);
}

/**
 * Moves roll number `index` by so many semitones. All moved rolls are in one piece of memory, each until the next one is
 * moved: a copy of every song would take as much memory again before anybody collects them.
 */
function mover(semitones: readonly number[]): RollChange {
  let room = new Uint32Array(0);
  return (roll, index) => {
    const by = semitones[index] ?? 0;
    if (by === 0) return roll;
    const words = roll.bits.length;
    if (room.length < words) room = new Uint32Array(2 * words);
    const bits = room.subarray(0, words).fill(0);
    transposeBits(bits, roll, by);
    return { ...roll, bits };
  };
}

/** How many songs have each key. */
function keyCounts(tonics: readonly number[]): number[] {
  return Array.from({ length: 12 }, (_, key) => tonics.filter((tonic) => tonic === key).length);
}

/** What is learnt and what is only watched. */
function setAside(windows: GroupedRows, { heldOut }: ModelOptions, seed: Uint32Array): [GroupedRows, GroupedRows] {
  return heldOut === 'first-windows'
    ? splitRows(windows, (_row, place) => place === 0)
    : holdOut(windows, heldOut, seed);
}

/** The model as trained so far, with its history in words: all options that are not told otherwise, and figures. */
export function modelOf(given: Training, last?: EpochRecord): Model {
  const { trainer, options, keys } = given;
  const { rbm, rows, heldOut, learner } = internalsOf(trainer);
  const training = toldInWords(given);
  const figures = {
    learntEpochs: trainer.epoch,
    learntWindows: rows.starts.length,
    heldOutWindows: heldOut.starts.length,
    reconstructionError: last?.reconstructionError,
    freeEnergyGap: last && freeEnergyGap(last),
  };
  for (const [name, figure] of Object.entries(figures)) {
    if (figure !== undefined) training[name] = inWords(rounded(figure));
  }
  training['keys'] = keys.join(' ');
  training['voices'] = voiceCounts(rows, pitchCount(options.pitches)).join(' ');
  const { steps, grid, pitches } = options;
  const chains = learner.chains.length > 0 ? bitRowsOf(learner.chains, rbm.visible) : undefined;
  return { rbm, steps, grid, pitches, tempo: rounded(options.tempo), training, chains };
}

/** Preset and the options that a model tells in words: all but those that it keeps as what they are. */
function toldInWords({ options, preset }: Training): Record<string, string> {
  const words: Record<string, string> = { preset };
  for (const name of Object.keys(PRESETS[preset]) as (keyof ModelOptions)[]) {
    if (!KEPT.includes(name)) words[name] = inWords(options[name]);
  }
  words['seed'] = String(options.seed);
  return words;
}

/** All options in words: equal for two trainings that come to the same model if their rows are equal. */
export function optionsInWords(training: Training): Record<string, string> {
  const { hidden, steps, grid, pitches, tempo } = training.options;
  const numbers = { hidden, steps, grid, low: pitches.low, high: pitches.high, tempo };
  const words = toldInWords(training);
  for (const [name, value] of Object.entries(numbers)) words[name] = inWords(value);
  return words;
}

/** To three decimals. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function inWords(value: unknown): string {
  return typeof value === 'number' ? shortDecimal(value) : String(value);
}

/**
 * Learns from piano rolls: the whole of it in one call.
 *
 * @param rolls - one a song
 * @param given - what to change in the preset
 * @param onEpoch - hears how each epoch went
 * @throws {HarmoniumError} as {@link prepareTraining}, before anything is learnt
 */
export function trainModel(
  rolls: readonly PianoRoll[],
  given: TrainModelOptions = {},
  onEpoch?: (record: EpochRecord) => void,
): Model {
  const training = prepareTraining(rolls, given);
  let last: EpochRecord | undefined;
  while (!training.trainer.done) {
    last = trainEpoch(training.trainer);
    onEpoch?.(last);
  }
  return modelOf(training, last);
}
