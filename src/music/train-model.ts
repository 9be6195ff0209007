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
import { bitRowsOf } from '../rbm/persistent-learner.ts';
import { createRbm, drawWeights } from '../rbm/rbm.ts';
import { holdOut, selectRows } from '../rbm/row-sets.ts';
import { createTrainer, type EpochRecord, type Trainer, trainEpoch } from '../rbm/trainer.ts';
import { articleWindows, type BitMemory, cutWindows, type RollChange } from '../roll/cut-windows.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { checkRolls, pitchCount } from '../roll/roll-shape.ts';
import { transposeBits } from '../roll/transpose-roll.ts';
import { majorScaleOf, semitonesToC } from './key.ts';
import { modelOptions, type TrainModelOptions } from './model-options.ts';
import type { ModelOptions, PresetName } from './presets.ts';
import { voiceCounts } from './voices.ts';

export type { TrainModelOptions } from './model-options.ts';

/** A training that is ready to run: call `trainEpoch(training.trainer)` until `trainer.done`. */
export interface Training {
  readonly trainer: Trainer;
  readonly options: ModelOptions;
  readonly preset: PresetName;
  /** shape [12]: how many songs have the major scale on C, C sharp, … */
  readonly keys: readonly number[];
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
  'chains',
  'centred',
  'sparsity',
  'averaging',
  'mostGap',
  'order',
] as const satisfies readonly (keyof ModelOptions)[];

/**
 * Cuts rolls into windows, sets some aside, and prepares a machine.
 *
 * @param rolls - one a song, at least one; all with the same grid and pitches, which are the model's
 * @param memory - where the windows' bits are to be, if not in memory of their own
 * @throws {HarmoniumError} `option-range` naming the option; `length` if a roll has too few bits; `roll-mixed` unless the
 * rolls match each other; `no-windows` when they are too short to give any
 */
export function prepareTraining(
  rolls: readonly PianoRoll[],
  given: TrainModelOptions = {},
  memory?: BitMemory,
): Training {
  checkRolls(rolls);
  checkObject('given', given, 'options');
  const preset = given.preset ?? 'default';
  const options = modelOptions(preset, given, rolls);
  const moves = rolls.map((roll) => movesOf(roll, options));
  const semitones = moves.flat();
  const each = rolls.flatMap((roll, r) => (moves[r] ?? []).map(() => roll));
  const move = mover(semitones);
  const laid =
    options.windows === 'article' ? articleWindows(each, move, memory) : cutWindows(each, options, move, memory);
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
  const rbm = createRbm(windows.columns, options.hidden);
  drawWeights(rbm, seed, options.weightMean, options.weightDeviation);
  if (options.dataBiases) setDataBiases(rbm, rows);
  return { trainer: createTrainer(rbm, rows, heldOut, options), options, preset, keys: keyCounts(rolls) };
}

/** By how many semitones a roll is moved, each way it is learnt. */
function movesOf(roll: PianoRoll, { transpose }: ModelOptions): number[] {
  if (transpose === 'none') return [0];
  if (transpose === 'to-c') return [semitonesToC(roll)];
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
function keyCounts(rolls: readonly PianoRoll[]): number[] {
  const keys = Array.from({ length: 12 }, () => 0);
  for (const roll of rolls) {
    const tonic = majorScaleOf(roll);
    keys[tonic] = (keys[tonic] ?? 0) + 1;
  }
  return keys;
}

/** What is learnt and what is only watched. */
function setAside(windows: GroupedRows, { heldOut }: ModelOptions, seed: Uint32Array): [GroupedRows, GroupedRows] {
  if (heldOut !== 'first-windows') return holdOut(windows, heldOut, seed);
  return [selectRows(windows, (_row, place) => place > 0), selectRows(windows, (_row, place) => place === 0)];
}

/** The model as trained so far, with its history in words: all options that are not told otherwise, and figures. */
export function modelOf(given: Training, last?: EpochRecord): Model {
  const { trainer, options, keys } = given;
  const { rbm, rows, heldOut, persistent } = trainer;
  const training = toldInWords(given);
  training['learntEpochs'] = inWords(trainer.epoch);
  training['learntWindows'] = inWords(rows.starts.length);
  training['heldOutWindows'] = inWords(heldOut.starts.length);
  if (last !== undefined) training['reconstructionError'] = decimal(last.reconstructionError, 3);
  const gap = last === undefined ? undefined : freeEnergyGap(last);
  if (gap !== undefined) training['freeEnergyGap'] = decimal(gap, 3);
  training['keys'] = keys.join(' ');
  training['voices'] = voiceCounts(rows, pitchCount(options.pitches)).join(' ');
  const { steps, grid, pitches } = options;
  const model = { rbm, steps, grid, pitches, tempo: Math.round(options.tempo * 1000) / 1000, training };
  return persistent === undefined ? model : { ...model, chains: bitRowsOf(persistent.chains, rbm.visible) };
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
  while (!training.trainer.done) {
    last = trainEpoch(training.trainer);
    onEpoch?.(last);
  }
  return modelOf(training, last);
}
