/**
 * What `harmonium train` can be told.
 *
 * @module
 */
import { PRESETS } from '../../music/training/presets.ts';
import type { TrainModelOptions } from '../../music/training/train-model.ts';
import type { RollReading } from '../corpus/read-song.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { checkpointBeside } from '../training/checkpoints.ts';
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

/** A model keeps its seed, and its header has room for 64 KiB. */
const LONGEST_SEED = 4096;

const MOST_WORKERS = 256;
const A_DAY = 86400;

/** What stands when an option is not given. */
function unless(name: keyof typeof NORMAL & keyof typeof ARTICLE): string {
  return NORMAL[name] === ARTICLE[name] ? `(${NORMAL[name]})` : `(${NORMAL[name]}; article: ${ARTICLE[name]})`;
}

const OPTIONS = {
  output: { short: 'o', value: 'FILE', help: 'the model to write (model.safetensors); - is stdout' },
  preset: { value: 'NAME', help: 'default, or article: the program of 2017 with its mistakes' },
  seed: { value: 'TEXT', help: `any text; the same seed gives the same bytes ${unless('seed')}` },
  hidden: { value: 'N', help: `hidden units ${unless('hidden')}` },
  steps: { value: 'N', help: `steps in a window ${unless('steps')}` },
  stride: { value: 'N', help: `steps from one window to the next ${unless('stride')}` },
  epochs: { value: 'N', help: `times every window is seen ${unless('epochs')}` },
  batch: { value: 'N', help: `windows an update ${unless('batch')}` },
  rate: { value: 'X', help: `learning rate at the start ${unless('rate')}` },
  'final-rate': { value: 'X', help: `learning rate at the end ${unless('finalRate')}` },
  cd: { value: 'K', help: `Gibbs steps of contrastive divergence, or of each chain an update ${unless('cd')}` },
  chains: { value: 'N', help: `persistent chains; 0: chains start anew at each window ${unless('chains')}` },
  centred: { value: 'HOW', help: `yes: the units' means are taken out of the gradient; no (yes; article: no)` },
  averaging: { value: 'X', help: `share of the epochs whose weights are averaged ${unless('averaging')}` },
  sparsity: { value: 'X', help: `pulls hidden units to being on in one window of ten ${unless('sparsity')}` },
  statistics: { value: 'HOW', help: `hidden units count by probabilities or samples ${unless('statistics')}` },
  'most-gap': { value: 'X', help: `stop when the free-energy gap is wider; 0: never ${unless('mostGap')}` },
  momentum: { value: 'X', help: `momentum ${unless('momentum')}` },
  decay: { value: 'X', help: `weight decay ${unless('decay')}` },
  grid: { value: 'N', help: `steps in a quarter note ${unless('grid')}` },
  pitches: { value: 'LO-HI', help: 'MIDI pitches to learn (24-101)' },
  transpose: {
    value: 'HOW',
    help: `to-c: every song to C major or A minor first; all-keys; none ${unless('transpose')}`,
  },
  sustain: { help: 'notes last as long as the pedal holds them (else as long as their keys)' },
  'held-out': {
    value: 'X',
    help: "share of the songs to watch and not to learn (0.1; article: each song's first window)",
  },
  split: { value: 'N', help: 'leave out the fifth of the songs that evaluate --split N judges by' },
  workers: { value: 'N', help: 'threads that train together; the bytes stay the same (1)' },
  checkpoint: { value: 'FILE', help: 'keep the unfinished training there (beside the model: MODEL.checkpoint)' },
  'checkpoint-every': { value: 'N', help: 'write it every N seconds (60); 0: after every update' },
  resume: { help: 'go on from the checkpoint; from the start if there is none' },
  report: { value: 'FILE', help: 'list skipped files there, a JSON object a line, instead of here' },
  picture: { value: 'FILE', help: 'draw the training curve as SVG' },
  json: { help: 'print one JSON object and no progress' },
  ...LIMIT_OPTIONS,
} as const;

/** The options as lines of a help text. */
export const TRAIN_OPTIONS_EXPLAINED: string = explainOptions(OPTIONS);

/** What was chosen, checked. */
export interface TrainChoices {
  readonly inputs: readonly string[];
  readonly output: string;
  readonly picture: string | undefined;
  readonly json: boolean;
  /** Which fifth of the songs is left out, if any. */
  readonly split: number | undefined;
  /** Threads. */
  readonly workers: number;
  /** Where the unfinished training is kept, if anywhere. */
  readonly checkpoint: string | undefined;
  /** Seconds from one checkpoint to the next. */
  readonly every: number;
  readonly resume: boolean;
  readonly report: string | undefined;
  readonly options: TrainModelOptions;
  readonly reading: RollReading;
}

/** Reads and checks the command's line; where an option is not given, the preset's stands. */
export function trainChoices(args: readonly string[]): TrainChoices {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  if (inputs.length === 0) throw usageError('train needs at least one MIDI file or folder');
  const preset = choiceOption('preset', given.preset, ['default', 'article'] as const) ?? 'default';
  if (preset === 'article') {
    for (const name of ['grid', 'pitches', 'steps', 'stride', 'sustain'] as const) {
      if (given[name] !== undefined) throw usageError(`--${name} has no place in --preset article`, name);
    }
  }
  const rate = numberOption('rate', given.rate, 0, 10);
  const chains = integerOption('chains', given.chains, 0, 32767);
  const centred = choiceOption('centred', given.centred, ['yes', 'no'] as const);
  const chosen = {
    hidden: integerOption('hidden', given.hidden, 1, 65536),
    steps: integerOption('steps', given.steps, 1, 1024),
    stride: integerOption('stride', given.stride, 1, 1024),
    epochs: integerOption('epochs', given.epochs, 1, 1_000_000),
    batch: integerOption('batch', given.batch, 1, 32767),
    rate,
    // A rate given alone keeps the preset's fall from first to last.
    finalRate:
      numberOption('final-rate', given['final-rate'], 0, 10) ??
      (rate === undefined ? undefined : (rate * PRESETS[preset].finalRate) / PRESETS[preset].rate),
    cd: integerOption('cd', given.cd, 1, 1000),
    chains,
    // Without persistent chains there is nothing to centre: --chains 0 alone is plain contrastive divergence.
    centred: centred === undefined ? (chains === 0 ? false : undefined) : centred === 'yes',
    averaging: numberOption('averaging', given.averaging, 0, 1),
    sparsity: numberOption('sparsity', given.sparsity, 0, 10),
    statistics: choiceOption('statistics', given.statistics, ['probabilities', 'samples'] as const),
    mostGap: numberOption('most-gap', given['most-gap'], 0, 1_000_000),
    momentum: numberOption('momentum', given.momentum, 0, 0.999),
    decay: numberOption('decay', given.decay, 0, 1),
    grid: integerOption('grid', given.grid, 1, 96),
    pitches: pitchesOption('pitches', given.pitches),
    transpose: choiceOption('transpose', given.transpose, ['none', 'to-c', 'all-keys'] as const),
    heldOut: numberOption('held-out', given['held-out'], 0, 0.9),
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
    throw usageError('--resume needs --checkpoint FILE where the model is no file', 'resume');
  }
  return {
    inputs,
    output,
    checkpoint,
    every: integerOption('checkpoint-every', given['checkpoint-every'], 0, A_DAY) ?? 60,
    resume: given.resume === true,
    report: pathOption('report', given.report),
    picture: pathOption('picture', given.picture),
    json: given.json === true,
    split: integerOption('split', given.split, 0, 4294967295),
    workers: integerOption('workers', given.workers, 1, MOST_WORKERS) ?? 1,
    options,
    reading: { preset, grid, pitches, sustain: given.sustain === true, limits: readingLimits(given) },
  };
}
