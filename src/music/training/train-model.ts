/**
 * From piano rolls to a trained model.
 *
 * @module
 */
import { checkObject } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { atOnce, type InParts } from '../../in-parts.ts';
import type { GroupedRows } from '../../math/bits/bit-rows.ts';
import type { Allocator } from '../../math/memory/allocator.ts';
import { seedState } from '../../math/random/seed-state.ts';
import type { Model } from '../../model/model.ts';
import { type TrainingRecord, textOf, trainingTexts } from '../../model/training-record.ts';
import { copyRbm, createRbm, fillWeights } from '../../rbm/rbm.ts';
import { setDataBiases } from '../../rbm/training/data-biases.ts';
import { bitRowsOf } from '../../rbm/training/persistent-chains.ts';
import { holdOut, splitRows } from '../../rbm/training/row-sets.ts';
import {
  type EpochRecord,
  freeEnergyGap,
  internalsOf,
  learnerOf,
  startTrainer,
  type Trainer,
  trainEpoch,
} from '../../rbm/training/trainer.ts';
import { layWindowsInParts, type RollChange } from '../../roll/cut-windows.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { checkRolls, pitchCount } from '../../roll/roll-shape.ts';
import { transposeBits } from '../../roll/transpose-roll.ts';
import { majorScaleOf, semitonesFrom } from '../theory/key.ts';
import { polyphonyCounts } from '../windows/polyphony.ts';
import { modelOptions, type TrainModelOptions } from './model-options.ts';
import type { ModelOptions, PresetName } from './presets.ts';

export { freeEnergyGap } from '../../rbm/training/trainer.ts';
export type { TrainModelOptions } from './model-options.ts';

/** A training that is ready to run: call `trainEpoch(training.trainer)` until `trainer.done`. */
export interface Training {
  /** What learns. */
  readonly trainer: Trainer;
  /** All options: those given, and those of the preset. */
  readonly options: ModelOptions;
  /** The preset. */
  readonly preset: PresetName;
  /** shape [12]: how many songs have the major scale on C, C sharp, … */
  readonly keys: readonly number[];
  /** What the mood units mean; undefined if there are none. */
  readonly moods: TrainingRecord | undefined;
}

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
 * @param allocate - where the machine and the windows are allocated
 * @throws {HarmoniumError} as {@link prepareTraining}
 */
export function* prepareTrainingInParts(
  rolls: readonly PianoRoll[],
  given: TrainModelOptions = {},
  allocate?: Allocator,
): InParts<Training> {
  const first = checkRolls(rolls);
  checkObject('given', given, 'options');
  const preset = given.preset ?? 'default';
  const options = modelOptions(preset, given, first);
  const keys = Array.from({ length: 12 }, () => 0);
  const transpositions: number[][] = [];
  for (const roll of rolls) {
    const tonic = majorScaleOf(roll);
    keys[tonic]! += 1;
    transpositions.push(transpositionsOf(tonic, options));
    yield 0;
  }
  const each = rolls.flatMap((roll, r) => (transpositions[r] ?? []).map(() => roll));
  const laid = yield* layWindowsInParts(each, options, transposer(transpositions.flat()), allocate);
  // All transpositions of a song are one group: none is learnt while another is held out.
  const cut = { ...laid, groups: laid.groups.filter((_, g) => g % (each.length / rolls.length) === 0) };
  const [windows, moods] = given.moods ? yield* given.moods(cut, options, allocate) : [cut];
  const seed = seedState(options.seed);
  const [rows, heldOut] = holdOutRows(windows, options, seed);
  if (rows.starts.length === 0) {
    throw new HarmoniumError('no-windows', `nothing to learn from: ${rolls.length} songs`, {
      expected: `at least one window of ${options.steps} steps`,
    });
  }
  const rbm = createRbm(windows.columns, options.hidden, allocate);
  fillWeights(rbm, seed, options.weightMean, options.weightDeviation);
  if (options.dataBiases) setDataBiases(rbm, rows);
  return {
    trainer: startTrainer(rows, heldOut, options, learnerOf(rbm, rows, options, given.kernels)),
    options,
    preset,
    keys,
    moods,
  };
}

/** By how many semitones a roll in the major scale on `tonic` is transposed: once for each key in which it is learnt. */
function transpositionsOf(tonic: number, { transpose }: ModelOptions): number[] {
  if (transpose === 'none') return [0];
  if (transpose === 'to-c') return [semitonesFrom(tonic)];
  return Array.from({ length: 12 }, (_, key) => key - 5);
}

/**
 * Moves roll number `index` by so many semitones. All moved rolls are in one piece of memory, each until the next one is
 * moved: copies of all songs would double the memory until they are garbage-collected.
 */
function transposer(semitones: readonly number[]): RollChange {
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

/** Training rows and held-out rows. */
function holdOutRows(windows: GroupedRows, { heldOut }: ModelOptions, seed: Uint32Array): [GroupedRows, GroupedRows] {
  return heldOut === 'first-windows'
    ? splitRows(windows, (_row, place) => place === 0)
    : holdOut(windows, heldOut, seed);
}

/** The model as trained so far, with a record of its training. */
export function modelOf(given: Training, last?: EpochRecord): Model {
  const { trainer, options, keys } = given;
  const { steps, grid, pitches } = options;
  const { rbm, rows, heldOut, learner } = internalsOf(trainer);
  const training: TrainingRecord = {
    ...optionsRecord(given),
    learntEpochs: trainer.epoch,
    learntWindows: rows.starts.length,
    heldOutWindows: heldOut.starts.length,
    reconstructionError: rounded(last?.reconstructionError),
    freeEnergyGap: rounded(last && freeEnergyGap(last)),
    keys,
    polyphony: polyphonyCounts(rows, steps, pitchCount(pitches)),
  };
  const chains = learner.chains.length > 0 ? bitRowsOf(learner.chains, rbm.visible) : undefined;
  // Kernels may have the trained machine in memory of their own.
  return { rbm: copyRbm(rbm), steps, grid, pitches, tempo: rounded(options.tempo), training, chains };
}

/** Preset, options and mood units, without what is a field of the model itself. */
function optionsRecord({ options, preset, moods }: Training): TrainingRecord {
  const { hidden: _hidden, steps: _steps, grid: _grid, pitches: _pitches, tempo: _tempo, ...others } = options;
  return { preset, ...others, ...moods, seed: String(options.seed) };
}

/** All options as texts: equal for two trainings that come to the same model if their rows are equal. */
export function optionTexts(training: Training): Record<string, string> {
  const { hidden, steps, grid, pitches, tempo } = training.options;
  const texts = trainingTexts(optionsRecord(training));
  for (const [name, value] of Object.entries({ hidden, steps, grid, low: pitches.low, high: pitches.high, tempo })) {
    texts[name] = textOf(value);
  }
  return texts;
}

/** To three decimals; undefined as it is. */
function rounded<N extends number | undefined>(value: N): N {
  return (value && Math.round(value * 1000) / 1000) as N;
}

/**
 * Learns from piano rolls: the whole of it in one call.
 *
 * @param rolls - one a song
 * @param given - what to change in the preset
 * @param onEpoch - called after each epoch
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
