/**
 * Options of `harmonium train`.
 *
 * @module
 */
import { MODEL_RANGES } from '../../model/check-model.ts';
import { SPLIT_RANGE } from '../../music/evaluate/split-songs.ts';
import { HELD_OUT_RANGE, LONGEST_SEED } from '../../music/training/model-options.ts';
import { PRESETS } from '../../music/training/presets.ts';
import type { TrainModelOptions } from '../../music/training/train-model.ts';
import type { Kernels } from '../../rbm/kernels/kernels.ts';
import { MOST_HIDDEN } from '../../rbm/rbm.ts';
import { TRAINING_INTEGERS, TRAINING_NUMBERS } from '../../rbm/training/training-options.ts';
import type { RollReading } from '../corpus/read-song.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { checkpointBeside } from '../training/checkpoints.ts';
import { KERNELS_OPTION, kernelsOption } from './kernels.ts';
import { LIMIT_OPTIONS, readingLimits } from './limits.ts';
import {
  choiceOption,
  explainOptions,
  integerOption,
  numberOption,
  parseCommandLine,
  pathOption,
  pitchesOption,
  textOption,
  usageError,
} from './options.ts';

const NORMAL = PRESETS.default;
const ARTICLE = PRESETS.article;

const MOST_WORKERS = 256;
const A_DAY = 86400;

/** The default of an option, in brackets. */
function byDefault(name: keyof typeof NORMAL & keyof typeof ARTICLE): string {
  return NORMAL[name] === ARTICLE[name] ? `(${NORMAL[name]})` : `(${NORMAL[name]}; article: ${ARTICLE[name]})`;
}

const OPTIONS = {
  output: { short: 'o', value: 'FILE', help: 'the model to write (model.safetensors); - is stdout' },
  preset: { value: 'NAME', help: 'default, or article: the program of 2017, including its mistakes' },
  seed: { value: 'TEXT', help: `any text; the same seed gives the same bytes ${byDefault('seed')}` },
  hidden: { value: 'N', help: `hidden units ${byDefault('hidden')}` },
  steps: { value: 'N', help: `steps in a window ${byDefault('steps')}` },
  stride: { value: 'N', help: `steps from one window to the next ${byDefault('stride')}` },
  epochs: { value: 'N', help: `passes over all windows ${byDefault('epochs')}` },
  batch: { value: 'N', help: `windows in an update ${byDefault('batch')}` },
  rate: { value: 'X', help: `learning rate of the first epoch ${byDefault('rate')}` },
  'final-rate': { value: 'X', help: `learning rate of the last epoch ${byDefault('finalRate')}` },
  cd: {
    value: 'K',
    help: `Gibbs steps of contrastive divergence, or of each persistent chain in an update ${byDefault('cd')}`,
  },
  chains: {
    value: 'N',
    help: `persistent chains; 0: contrastive divergence, which starts at each window ${byDefault('chains')}`,
  },
  centred: { value: 'HOW', help: `yes or no: whether the gradient is centred by the units' means (yes; article: no)` },
  averaging: {
    value: 'X',
    help: `share of the epochs, the last ones, whose weights are averaged ${byDefault('averaging')}`,
  },
  sparsity: {
    value: 'X',
    help: `how strongly hidden units are pulled to be on in one window of ten ${byDefault('sparsity')}`,
  },
  statistics: {
    value: 'HOW',
    help: `gradient from the hidden units' probabilities or samples ${byDefault('statistics')}`,
  },
  'most-gap': { value: 'X', help: `stop when the free-energy gap is above X; 0: never ${byDefault('mostGap')}` },
  momentum: { value: 'X', help: `momentum ${byDefault('momentum')}` },
  decay: { value: 'X', help: `weight decay ${byDefault('decay')}` },
  grid: { value: 'N', help: `steps in a quarter note ${byDefault('grid')}` },
  pitches: { value: 'LO-HI', help: 'MIDI pitches to learn (24-101)' },
  transpose: {
    value: 'HOW',
    help: `to-c: move every song to C major or A minor first; all-keys: learn each in twelve keys; none ${byDefault('transpose')}`,
  },
  moods: {
    value: 'TABLE',
    help: "where mood units, for compose and --mood, get their moods: notes (each passage's own), a CSV file (columns file, valence, arousal; or file, mood in words), or none (notes; article: none)",
  },
  sustain: { help: 'notes last as long as the pedal holds them (by default as long as their keys)' },
  'held-out': {
    value: 'X',
    help: "share of the songs that is held out to measure progress (0.1; article: each song's first window)",
  },
  split: { value: 'N', help: 'leave out the fifth of the songs that evaluate --split N compares with' },
  workers: { value: 'N', help: 'training threads; the result is the same (1)' },
  kernels: KERNELS_OPTION,
  checkpoint: { value: 'FILE', help: 'where to save the unfinished training (MODEL.checkpoint)' },
  'checkpoint-every': { value: 'N', help: 'seconds between two checkpoints (60); 0: after every update' },
  resume: { help: 'continue from the checkpoint; start anew if there is none' },
  report: {
    value: 'FILE',
    help: 'write the list of skipped files there, one JSON object per line, instead of to stderr',
  },
  picture: { value: 'FILE', help: 'draw the training curve as SVG' },
  json: { help: 'print one JSON object and no progress' },
  ...LIMIT_OPTIONS,
} as const;

/** The lines of a help text for the options. */
export const TRAIN_OPTIONS_EXPLAINED: string = explainOptions(OPTIONS);

/** The command line, checked. */
export interface TrainChoices {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly picture: string | undefined;
  readonly json: boolean;
  /** Which fifth of the songs is held out, if any. */
  readonly split: number | undefined;
  /** Threads. */
  readonly workers: number;
  /** Undefined: the plain ones. */
  readonly kernels: Kernels | undefined;
  /** Where the unfinished training is saved, if anywhere. */
  readonly checkpoint: string | undefined;
  /** Seconds between two checkpoints. */
  readonly every: number;
  readonly resume: boolean;
  readonly report: string | undefined;
  /** Where moods come from: `notes`, `none`, or the path of a table. */
  readonly moods: string;
  readonly options: TrainModelOptions;
  readonly reading: RollReading;
}

/** Reads and checks the command line. Options that are not given have the preset's values. */
export function trainChoices(args: readonly string[]): TrainChoices {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  if (inputs.length === 0) throw usageError('train needs at least one MIDI file or folder');
  const preset = choiceOption('preset', given.preset, ['default', 'article'] as const) ?? 'default';
  if (preset === 'article') {
    for (const name of ['grid', 'pitches', 'steps', 'stride', 'sustain', 'moods'] as const) {
      if (given[name] !== undefined) throw usageError(`--${name} cannot be used with --preset article`, name);
    }
  }
  const rate = numberOption('rate', given.rate, ...TRAINING_NUMBERS.rate);
  const chains = integerOption('chains', given.chains, ...TRAINING_INTEGERS.chains);
  const centred = choiceOption('centred', given.centred, ['yes', 'no'] as const);
  const chosen = {
    hidden: integerOption('hidden', given.hidden, 1, MOST_HIDDEN),
    steps: integerOption('steps', given.steps, ...MODEL_RANGES.steps),
    stride: integerOption('stride', given.stride, ...MODEL_RANGES.steps),
    epochs: integerOption('epochs', given.epochs, ...TRAINING_INTEGERS.epochs),
    batch: integerOption('batch', given.batch, ...TRAINING_INTEGERS.batch),
    rate,
    // With --rate alone, the final rate keeps the preset's ratio.
    finalRate:
      numberOption('final-rate', given['final-rate'], ...TRAINING_NUMBERS.finalRate) ??
      (rate === undefined ? undefined : (rate * PRESETS[preset].finalRate) / PRESETS[preset].rate),
    cd: integerOption('cd', given.cd, ...TRAINING_INTEGERS.cd),
    chains,
    // Centring needs persistent chains: --chains 0 alone means plain contrastive divergence.
    centred: centred === undefined ? (chains === 0 ? false : undefined) : centred === 'yes',
    averaging: numberOption('averaging', given.averaging, ...TRAINING_NUMBERS.averaging),
    sparsity: numberOption('sparsity', given.sparsity, ...TRAINING_NUMBERS.sparsity),
    statistics: choiceOption('statistics', given.statistics, ['probabilities', 'samples'] as const),
    mostGap: numberOption('most-gap', given['most-gap'], ...TRAINING_NUMBERS.mostGap),
    momentum: numberOption('momentum', given.momentum, ...TRAINING_NUMBERS.momentum),
    decay: numberOption('decay', given.decay, ...TRAINING_NUMBERS.decay),
    grid: integerOption('grid', given.grid, ...MODEL_RANGES.grid),
    pitches: pitchesOption('pitches', given.pitches),
    transpose: choiceOption('transpose', given.transpose, ['none', 'to-c', 'all-keys'] as const),
    heldOut: numberOption('held-out', given['held-out'], ...HELD_OUT_RANGE),
    seed: textOption('seed', given.seed, LONGEST_SEED),
  };
  const options: TrainModelOptions = {
    ...Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined)),
    preset,
  };
  const { grid, pitches } = { ...PRESETS[preset], ...options };
  const output = pathOption('output', given.output) ?? 'model.safetensors';
  const checkpoint = pathOption('checkpoint', given.checkpoint) ?? checkpointBeside(output);
  if (checkpoint === STANDARD_STREAM) throw usageError('--checkpoint: expected a file, got stdout', 'checkpoint');
  if (checkpoint === undefined && given.resume === true) {
    throw usageError('--resume needs --checkpoint FILE if the model is not written to a file', 'resume');
  }
  return {
    inputs,
    output,
    checkpoint,
    every: integerOption('checkpoint-every', given['checkpoint-every'], 0, A_DAY) ?? 60,
    resume: given.resume === true,
    report: pathOption('report', given.report),
    moods: pathOption('moods', given.moods) ?? (preset === 'article' ? 'none' : 'notes'),
    picture: pathOption('picture', given.picture),
    json: given.json === true,
    split: integerOption('split', given.split, ...SPLIT_RANGE),
    workers: integerOption('workers', given.workers, 1, MOST_WORKERS) ?? 1,
    kernels: kernelsOption(given.kernels),
    options,
    reading: { preset, grid, pitches, sustain: given.sustain === true, limits: readingLimits(given) },
  };
}
