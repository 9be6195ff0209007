/**
 * Settings that go together.
 *
 * @module
 */
import { DEFAULT_TEMPO } from '../../midi/tempo.ts';
import type { TrainingOptions } from '../../rbm/training/trainer.ts';
import type { PitchRange } from '../../roll/piano-roll.ts';
import { DEFAULT_PITCHES } from '../../roll/roll-shape.ts';

/** Everything that decides what a training does, apart from the music. */
export interface ModelOptions extends TrainingOptions {
  /** Steps in a window, 1–1,024. */
  readonly steps: number;
  /** Steps from one window to the next, 1–1,024. */
  readonly stride: number;
  /** Steps in a quarter note, 1–96: those of the rolls. */
  readonly grid: number;
  /** Those of the rolls. */
  readonly pitches: PitchRange;
  /** Beats a minute at which the model plays by default, 4–1,000; kept to three decimals. */
  readonly tempo: number;
  /** Hidden units, 1–65,536, and no more than make 2²⁸ weights. */
  readonly hidden: number;
  /** Mean of the weights at the start, −100 to 100. */
  readonly weightMean: number;
  /** Standard deviation of the weights at the start, 0–100. */
  readonly weightDeviation: number;
  /** Whether visible biases start from how often each unit is on (else from 0). */
  readonly dataBiases: boolean;
  /**
   * Windows that are held out: those of this share of the songs, 0–0.9; or the first of each song, which the
   * original program never learns.
   */
  readonly heldOut: number | 'first-windows';
  /**
   * `to-c`: each song is moved to C major or A minor first, so that the machine learns a chord once and not in twelve keys.
   * On the bundled corpus .74 of the generated sounding steps are chords so, and .66 without.
   *
   * `all-keys`: each song is learnt in all twelve keys, 5 semitones down to 6 up; for little music in few keys.
   */
  readonly transpose: 'none' | 'to-c' | 'all-keys';
  /**
   * `all`: every step is in a window. `article`: as the original, of 15 steps each with that stride, without songs of 50
   * steps or fewer, and without what is left over at a song's end.
   */
  readonly windows: 'all' | 'article';
}

/** `default`, or `article`: the settings of the program of 2017. */
export type PresetName = 'default' | 'article';

/** What is common to both: pitches C1 to F7 on a grid of sixteenth notes, batches of 100. */
const COMMON = {
  grid: 4,
  pitches: DEFAULT_PITCHES,
  tempo: DEFAULT_TEMPO,
  seed: 1,
  batch: 100,
  momentum: 0,
  cd: 1,
  sparsity: 0,
  mostGap: 0,
} as const;

/**
 * `default` was chosen by held-out music. What was tried, with figures: `docs/experiments.md`, "The default preset".
 *
 * `article` is the program of 2017, its mistakes included: weights drawn around 0.01 with deviation 1, each song's first
 * window never learnt, batches within a song, a second hidden sample for the statistics.
 */
export const PRESETS: Readonly<Record<PresetName, ModelOptions>> = {
  default: {
    ...COMMON,
    steps: 16,
    stride: 4,
    hidden: 64,
    weightMean: 0,
    weightDeviation: 0.01,
    dataBiases: true,
    heldOut: 0.1,
    transpose: 'to-c',
    windows: 'all',
    epochs: 40,
    rate: 0.2,
    finalRate: 0.01,
    decay: 0.0001,
    statistics: 'probabilities',
    chains: 100,
    centred: true,
    averaging: 0.6,
    order: 'shuffled',
  },
  article: {
    ...COMMON,
    steps: 15,
    stride: 15,
    hidden: 50,
    weightMean: 0.01,
    weightDeviation: 1,
    dataBiases: false,
    heldOut: 'first-windows',
    transpose: 'none',
    windows: 'article',
    epochs: 200,
    rate: 0.005,
    finalRate: 0.005,
    decay: 0,
    statistics: 'samples',
    chains: 0,
    centred: false,
    averaging: 0,
    order: 'groups',
  },
};
