/**
 * From piano rolls to a trained model.
 *
 * @module
 */
import { checkObject } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import type { GroupedRows } from '../math/bit-rows.ts';
import { decimal, shortDecimal } from '../math/decimal.ts';
import { seedState } from '../math/seed-state.ts';
import type { Model } from '../model/model.ts';
import { setDataBiases } from '../rbm/data-biases.ts';
import { createRbm, drawWeights } from '../rbm/rbm.ts';
import { holdOut, selectRows } from '../rbm/row-sets.ts';
import { createTrainer, type EpochRecord, type Trainer, trainEpoch } from '../rbm/trainer.ts';
import { articleWindows, cutWindows } from '../roll/cut-windows.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { checkRolls } from '../roll/roll-shape.ts';
import { transposeRoll } from '../roll/transpose-roll.ts';
import { semitonesToC } from './key.ts';
import { modelOptions, type TrainModelOptions } from './model-options.ts';
import type { ModelOptions, PresetName } from './presets.ts';

export type { TrainModelOptions } from './model-options.ts';

/** A training that is ready to run: call `trainEpoch(training.trainer)` until `trainer.epoch` is `options.epochs`. */
export interface Training {
  readonly trainer: Trainer;
  readonly options: ModelOptions;
  readonly preset: PresetName;
}

/** Options that a model file tells in words, as it does preset and seed. The others it keeps as what they are. */
const TOLD = [
  'stride',
  'weightMean',
  'weightDeviation',
  'dataBiases',
  'heldOut',
  'transpose',
  'windows',
  'epochs',
  'batch',
  'rate',
  'finalRate',
  'momentum',
  'decay',
  'cd',
  'statistics',
  'order',
] as const satisfies readonly (keyof ModelOptions)[];

/**
 * Cuts rolls into windows, sets some aside, and prepares a machine.
 *
 * @param rolls - one a song, at least one; all with the same grid and pitches, which are the model's
 * @throws {HarmoniumError} `option-range` naming the option; `length` if a roll has too few bits; `roll-mixed` unless the
 * rolls match each other; `no-windows` when they are too short to give any
 */
export function prepareTraining(rolls: readonly PianoRoll[], given: TrainModelOptions = {}): Training {
  checkRolls(rolls);
  checkObject('given', given, 'options');
  const preset = given.preset ?? 'default';
  const options = modelOptions(preset, given, rolls);
  // Moved as they are laid: all of them at once would take as much memory as the rolls.
  const move = options.transpose === 'none' ? undefined : (roll: PianoRoll) => transposeRoll(roll, semitonesToC(roll));
  const windows = options.windows === 'article' ? articleWindows(rolls, move) : cutWindows(rolls, options, move);
  const seed = seedState(options.seed);
  const [rows, heldOut] = setAside(windows, options, seed);
  if (rows.starts.length === 0) {
    throw new HarmoniumError('no-windows', `nothing to learn from: ${rolls.length} songs`, {
      expected: `at least one window of ${options.steps} steps`,
      got: 'none',
    });
  }
  const rbm = createRbm(windows.columns, options.hidden);
  drawWeights(rbm, seed, options.weightMean, options.weightDeviation);
  if (options.dataBiases) setDataBiases(rbm, rows);
  return { trainer: createTrainer(rbm, rows, heldOut, options), options, preset };
}

/** What is learnt and what is only watched. */
function setAside(windows: GroupedRows, { heldOut }: ModelOptions, seed: Uint32Array): [GroupedRows, GroupedRows] {
  if (heldOut !== 'first-windows') return holdOut(windows, heldOut, seed);
  return [selectRows(windows, (_row, place) => place > 0), selectRows(windows, (_row, place) => place === 0)];
}

/** The model as trained so far, with its history in words: all options that are not told otherwise, and figures. */
export function modelOf(given: Training, last?: EpochRecord): Model {
  const { trainer, options } = given;
  const { rbm, rows, heldOut } = trainer;
  const training = toldInWords(given);
  training['learntEpochs'] = inWords(trainer.epoch);
  training['learntWindows'] = inWords(rows.starts.length);
  training['heldOutWindows'] = inWords(heldOut.starts.length);
  if (last !== undefined) training['reconstructionError'] = decimal(last.reconstructionError, 3);
  const gap = last === undefined ? undefined : freeEnergyGap(last);
  if (gap !== undefined) training['freeEnergyGap'] = decimal(gap, 3);
  const { steps, grid, pitches } = options;
  return { rbm, steps, grid, pitches, tempo: Math.round(options.tempo * 1000) / 1000, training };
}

/** Preset, seed and the options that a model tells in words. */
function toldInWords({ options, preset }: Training): Record<string, string> {
  const words: Record<string, string> = { preset, seed: String(options.seed) };
  for (const name of TOLD) words[name] = inWords(options[name]);
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

function inWords(value: number | boolean | string): string {
  return typeof value === 'number' ? shortDecimal(value) : String(value);
}

/** How much less likely the machine finds music it has not learnt, in nats: held-out less training free energy. */
export function freeEnergyGap(record: EpochRecord): number | undefined {
  return record.freeEnergyHeldOut === undefined ? undefined : record.freeEnergyHeldOut - record.freeEnergyTraining;
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
  while (training.trainer.epoch < training.options.epochs) {
    last = trainEpoch(training.trainer);
    onEpoch?.(last);
  }
  return modelOf(training, last);
}
