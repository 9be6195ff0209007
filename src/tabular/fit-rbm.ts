/**
 * Learning rows of any data: the whole training in one call.
 *
 * @module
 */
import { checkObject, refuse } from '../check.ts';
import { atOnce, type InParts } from '../in-parts.ts';
import { seedState } from '../math/random/seed-state.ts';
import { copyRbm, createRbm, fillWeights, type Rbm } from '../rbm/rbm.ts';
import { setDataBiases } from '../rbm/training/data-biases.ts';
import { createTrainer, type TrainerInternals, trainEpochInBatches } from '../rbm/training/trainer.ts';
import { areBits, createRows, drawRows } from './drawn-rows.ts';
import { type FitOptions, type FitSettings, fitSettings } from './fit-options.ts';
import { readValues, type TabularData } from './values.ts';

/** A machine that has learnt rows. */
export interface FittedRbm {
  /** The fitted machine. */
  readonly rbm: Rbm;
  /** How it learnt them: every option, the defaults too. */
  readonly options: FitSettings;
}

/**
 * Learns rows: by persistent contrastive divergence, or by plain contrastive divergence if `chains` is 0. The same rows and the same seed give the same machine on
 * every engine.
 *
 * A cell strictly between 0 and 1 is the probability of a bit, drawn anew in each epoch. Visible biases start from how often each
 * column is on.
 *
 * @param x - at least one row
 * @throws {HarmoniumError} `option-range` naming the option, or the row and column of `x`; `length` for rows of different lengths;
 * `diverged` if the rate is too high
 */
export function fitRbm(x: TabularData, options: FitOptions = {}): FittedRbm {
  return atOnce(fitRbmInParts(x, options));
}

/** {@link fitRbm} in parts: it yields after each batch. */
export function* fitRbmInParts(x: TabularData, options: FitOptions = {}): InParts<FittedRbm> {
  checkObject('options', options, 'an object of options');
  const settings = fitSettings(options);
  const values = readValues('x', x, options.columns);
  if (values.rows === 0) refuse('x', 'at least one row to learn', 'none');
  const seed = seedState(settings.seed);
  const rbm = createRbm(values.columns, settings.hidden);
  const rows = createRows(values);
  drawRows(rows, values, seed, 0);
  fillWeights(rbm, seed, 0, settings.weightDeviation);
  setDataBiases(rbm, rows);
  const nothing = { ...rows, starts: new Uint32Array(0), groups: Uint32Array.of(0) };
  const trainer = createTrainer(rbm, rows, nothing, { ...settings, mostGap: 0, order: 'shuffled' }, options.kernels);
  const redraw = !areBits(values);
  while (!trainer.done) {
    // The trainer reads the bits of this very array.
    if (redraw && trainer.epoch > 0) drawRows(rows, values, seed, trainer.epoch);
    yield* epochOf(trainer, options.onEpoch);
  }
  return { rbm: copyRbm(trainer.rbm), options: settings };
}

function* epochOf(trainer: TrainerInternals, onEpoch: FitOptions['onEpoch']): InParts<void> {
  const { epoch, rows, options } = trainer;
  const work = trainEpochInBatches(trainer);
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) {
      onEpoch?.(next.value);
      return;
    }
    yield (epoch + next.value / rows.starts.length) / options.epochs;
  }
}
