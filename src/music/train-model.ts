/**
 * From piano rolls to a trained model.
 *
 * @module
 */
import { checkChoice, checkInteger, checkNumber, refuse } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { seedState } from '../math/seed-state.ts';
import type { Model } from '../model/model.ts';
import { setDataBiases } from '../rbm/data-biases.ts';
import { createRbm, drawWeights } from '../rbm/rbm.ts';
import { type GroupedRows, holdOut, selectRows } from '../rbm/row-sets.ts';
import { createTrainer, type EpochRecord, type Trainer, trainEpoch } from '../rbm/trainer.ts';

import { articleWindows, cutWindows } from '../roll/cut-windows.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { transposeRoll } from '../roll/transpose-roll.ts';
import { semitonesToC } from './key.ts';
import { type ModelOptions, PRESETS, type PresetName } from './presets.ts';

/** Options to change, from the preset's. */
export type TrainModelOptions = Partial<ModelOptions> & { readonly preset?: PresetName };

/** A training that is ready to run: call `trainEpoch(training.trainer)` until `trainer.epoch` is `options.epochs`. */
export interface Training {
  readonly trainer: Trainer;
  readonly options: ModelOptions;
  readonly preset: PresetName;
}

/** A model file keeps its seed, and its header has room for 64 KiB. */
const LONGEST_SEED = 4096;

/**
 * Cuts rolls into windows, sets some aside, and prepares a machine.
 *
 * @param rolls - one a song, all on the options' grid and pitches
 * @throws {HarmoniumError} `option-range`; `no-windows` when the rolls are too short to give any
 */
export function prepareTraining(rolls: readonly PianoRoll[], given: TrainModelOptions = {}): Training {
  const preset = given.preset ?? 'default';
  const options: ModelOptions = { ...PRESETS[preset], ...given };
  if (String(options.seed).length > LONGEST_SEED) refuse('seed', `at most ${LONGEST_SEED} characters`, 'more');
  checkInteger('hidden', options.hidden, 1, 65536);
  checkNumber('weightDeviation', options.weightDeviation, 0, 100);
  checkChoice('transpose', options.transpose, ['none', 'to-c']);
  const moved = options.transpose === 'none' ? rolls : rolls.map((roll) => transposeRoll(roll, semitonesToC(roll)));
  const windows: GroupedRows = options.windows === 'article' ? articleWindows(moved) : cutWindows(moved, options);
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
  if (heldOut !== 'first-windows') {
    checkNumber('heldOut', heldOut, 0, 0.9);
    return holdOut(windows, heldOut, seed);
  }
  return [selectRows(windows, (_row, place) => place > 0), selectRows(windows, (_row, place) => place === 0)];
}

/** The model as trained so far, with its history in words. */
export function modelOf({ trainer, options, preset }: Training, last?: EpochRecord): Model {
  const training: Record<string, string> = {
    preset,
    seed: String(options.seed),
    epochs: String(trainer.epoch),
    batch: String(options.batch),
    rate: String(options.rate),
    finalRate: String(options.finalRate),
    momentum: String(options.momentum),
    decay: String(options.decay),
    cd: String(options.cd),
    statistics: options.statistics,
    transpose: options.transpose,
    windows: String(trainer.rows.starts.length),
    heldOutWindows: String(trainer.heldOut.starts.length),
  };
  if (last !== undefined) training['reconstructionError'] = last.reconstructionError.toFixed(3);
  const gap = last === undefined ? undefined : freeEnergyGap(last);
  if (gap !== undefined) training['freeEnergyGap'] = gap.toFixed(3);
  const { steps, grid, pitches, tempo } = options;
  return { rbm: trainer.rbm, steps, grid, pitches, tempo, training };
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
