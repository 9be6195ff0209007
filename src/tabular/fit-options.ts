/**
 * How to learn rows.
 *
 * @module
 */
import { checkInteger, checkNumber, refuse } from '../check.ts';
import { seedState } from '../math/random/seed-state.ts';
import type { Kernels } from '../rbm/kernels/kernels.ts';
import { MOST_HIDDEN } from '../rbm/rbm.ts';
import type { EpochRecord } from '../rbm/training/trainer.ts';
import { checkTraining, type TrainingOptions } from '../rbm/training/training-options.ts';

/** Everything that decides what is learnt, apart from the rows. A file of the machine keeps it. */
export interface FitSettings extends Omit<TrainingOptions, 'mostGap' | 'order'> {
  /** Hidden units, 1–65,536, and no more than make 2²⁸ weights. */
  readonly hidden: number;
  /** Standard deviation of the weights at the start, 0–100. */
  readonly weightDeviation: number;
}

/** Options to change from {@link FIT_DEFAULTS}; those that are undefined are not changed. */
export type FitOptions = { readonly [Name in keyof FitSettings]?: FitSettings[Name] | undefined } & {
  /** Cells of a row, for data that does not say it: a Uint8Array or a Float32Array. */
  readonly columns?: number | undefined;
  /** What computes, to the same bytes; plain kernels by default. `harmonium-rbm/lanes` has faster ones. */
  readonly kernels?: Kernels | undefined;
  /** Called after each epoch. What it throws ends the training. */
  readonly onEpoch?: ((record: EpochRecord) => void) | undefined;
};

/**
 * The defaults: persistent chains, centred gradient, a rate that falls, the parameters averaged over the last half of the epochs.
 *
 * Chosen on 2,000 digits of 8×8 bits (`examples/digits`), for the pseudo-likelihood of other digits in a second or two. What
 * counts is the number of updates, 4,000 there: a hundred rows need more epochs, 100,000 rows fewer, or larger batches.
 */
export const FIT_DEFAULTS: FitSettings = {
  seed: 1,
  hidden: 64,
  weightDeviation: 0.1,
  epochs: 20,
  batch: 10,
  rate: 0.3,
  finalRate: 0.01,
  momentum: 0,
  decay: 0.0001,
  cd: 1,
  statistics: 'probabilities',
  chains: 10,
  centred: true,
  sparsity: 0,
  averaging: 0.5,
};

/** A file stores the seed in its header, which is limited to 64 KiB. */
const LONGEST_SEED = 4096;

/**
 * The defaults with the given options in their place. With `chains: 0`, `centred` is false by default.
 *
 * @throws {HarmoniumError} `option-range` naming the option, also an unknown one
 */
export function fitSettings(given: FitOptions): FitSettings {
  const { columns: _columns, kernels: _kernels, onEpoch, ...rest } = given;
  if (onEpoch !== undefined && typeof onEpoch !== 'function') refuse('onEpoch', 'a function', onEpoch);
  const chosen = Object.entries(rest).filter(([, value]) => value !== undefined);
  const names = Object.keys(FIT_DEFAULTS);
  for (const [name, value] of chosen) {
    if (!names.includes(name)) refuse(name, `no option but ${names.join(', ')}, columns, kernels and onEpoch`, value);
  }
  const centred = rest.chains !== 0 && FIT_DEFAULTS.centred;
  const settings: FitSettings = { ...FIT_DEFAULTS, centred, ...Object.fromEntries(chosen) };
  checkSettings(settings);
  return settings;
}

/**
 * Checks all of them, the seed too.
 *
 * @throws {HarmoniumError} `option-range` naming the option
 */
export function checkSettings(settings: FitSettings): void {
  checkTraining({ ...settings, mostGap: 0, order: 'shuffled' });
  checkInteger('hidden', settings.hidden, 1, MOST_HIDDEN);
  checkNumber('weightDeviation', settings.weightDeviation, 0, 100);
  seedState(settings.seed);
  if (String(settings.seed).length > LONGEST_SEED)
    refuse('seed', `at most ${LONGEST_SEED} characters`, String(settings.seed).length);
}
