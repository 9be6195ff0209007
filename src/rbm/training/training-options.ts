/**
 * The options of a training.
 *
 * @module
 */
import { checkBoolean, checkChoice, checkEach, checkInteger, checkNumber, refuse } from '../../check.ts';
import { type HiddenStatistics, MOST_EXAMPLES } from './phases.ts';

/** How to train. */
export interface TrainingOptions {
  /** Any text or whole number; the same seed gives the same bytes. */
  readonly seed: string | number;
  /** Times that each example is seen, 1–1,000,000. */
  readonly epochs: number;
  /** Examples an update, 1–32,767. */
  readonly batch: number;
  /** Learning rate of the first epoch, 0–10. */
  readonly rate: number;
  /** Learning rate of the last epoch, 0–10; those between lie on a straight line. */
  readonly finalRate: number;
  /** Share of the last step that is taken again, 0–0.999; at most 0.5 in the first five epochs. */
  readonly momentum: number;
  /** Weight decay: L2 penalty on the weights, 0–1. */
  readonly decay: number;
  /** Gibbs steps of contrastive divergence, or of each persistent chain an update, 1–1,000. */
  readonly cd: number;
  /** Whether the hidden units of the gradient are probabilities or samples. */
  readonly statistics: HiddenStatistics;
  /** Persistent chains, 0–32,767; with 0, chains start anew at each example: contrastive divergence. */
  readonly chains: number;
  /** Whether the units' means are taken out of the gradient, see `rbm/training/centred-update`. Only with persistent chains. */
  readonly centred: boolean;
  /** How strongly hidden units are pulled to being on in one row of ten, 0–10. Only with persistent chains. */
  readonly sparsity: number;
  /** Share of the epochs, the last ones, over which the parameters are averaged, 0–1; 0: they are taken as they end up. */
  readonly averaging: number;
  /** The training ends with the first epoch whose free-energy gap is above this, in nats; 0: it never ends early. */
  readonly mostGap: number;
  /** `shuffled`: batches across all rows, anew each epoch. `groups`: in order, no batch across two groups. */
  readonly order: 'shuffled' | 'groups';
}

type Ranges<K extends keyof TrainingOptions> = Readonly<Record<K, readonly [least: number, most: number]>>;

/** The least and the most of each whole number in {@link TrainingOptions}, for the library and the command line. */
export const TRAINING_INTEGERS: Ranges<'epochs' | 'batch' | 'cd' | 'chains'> = {
  epochs: [1, 1_000_000],
  batch: [1, MOST_EXAMPLES],
  cd: [1, 1000],
  chains: [0, MOST_EXAMPLES],
};

/** The same for its other numbers. */
export const TRAINING_NUMBERS: Ranges<
  'rate' | 'finalRate' | 'momentum' | 'decay' | 'sparsity' | 'averaging' | 'mostGap'
> = {
  rate: [0, 10],
  finalRate: [0, 10],
  momentum: [0, 0.999],
  decay: [0, 1],
  sparsity: [0, 10],
  averaging: [0, 1],
  mostGap: [0, 1_000_000],
};

/**
 * Checks every option of a training but its seed, which `seedState` checks.
 *
 * @throws {HarmoniumError} `option-range` naming the option
 */
export function checkTraining(options: TrainingOptions): void {
  const { chains, centred, sparsity } = options;
  checkEach(checkInteger, options, TRAINING_INTEGERS);
  checkEach(checkNumber, options, TRAINING_NUMBERS);
  checkBoolean('centred', centred);
  checkChoice('statistics', options.statistics, ['probabilities', 'samples']);
  checkChoice('order', options.order, ['shuffled', 'groups']);
  if (chains === 0 && centred) refuse('centred', 'false without chains', centred);
  if (chains === 0 && sparsity > 0) refuse('sparsity', '0 without chains', sparsity);
}
