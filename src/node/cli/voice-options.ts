/**
 * Options of `harmonium voice`.
 *
 * @module
 */
import { LONGEST_SEED } from '../../music/training/model-options.ts';
import { doublingDilations, VOICE_RANGES, type VoiceShape } from '../../voice/network/voice-shape.ts';
import { VOICE_TRAINING_RANGES } from '../../voice/training/voice-trainer.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { checkpointBeside } from '../training/checkpoints.ts';
import { KERNELS_OPTION } from './kernels.ts';
import {
  choiceOption,
  explainOptions,
  integerOption,
  numberOption,
  parseCommandLine,
  pathOption,
  textOption,
  usageError,
} from './options.ts';

const OPTIONS = {
  output: { short: 'o', value: 'FILE', help: 'the voice (voice.safetensors); - is stdout' },
  minutes: { value: 'X', help: 'minutes of training, 0.05-10080 (2)' },
  steps: { value: 'N', help: 'updates, in place of --minutes: the same steps and seed give the same bytes' },
  rate: { value: 'HZ', help: 'samples per second, 4000-48000 (8000)' },
  channels: { value: 'N', help: 'channels of each layer, a multiple of 4, 4-64 (16)' },
  layers: { value: 'N', help: 'layers, 1-40, of dilations 1, 2, 4, … (7)' },
  stack: { value: 'N', help: 'layers after which dilations begin at 1 again, 1-13 (10)' },
  predict: { value: 'KIND', help: 'logistics: a mixture of two; softmax: each of 256 levels (logistics)' },
  program: { value: 'P', help: 'without recordings: the General MIDI program that plays them, 0-127 (0: piano)' },
  'held-out': { value: 'X', help: 'share of the notes that is held out to measure progress, 0-0.5 (0.1)' },
  seed: { value: 'TEXT', help: 'any text; the same seed gives the same bytes (1)' },
  picture: { value: 'FILE', help: 'draw the curve of the training as SVG' },
  checkpoint: { value: 'FILE', help: 'where an unfinished training is kept (FILE.checkpoint, beside the voice)' },
  resume: { help: 'go on with the training that is kept there' },
  json: { help: 'print one JSON object and no progress' },
  kernels: KERNELS_OPTION,
} as const;

/** The lines of a help text for the options. */
export const VOICE_OPTIONS_EXPLAINED: string = explainOptions(OPTIONS);

/** How long to train: so many updates, or as many as fit into some minutes. */
export type TrainingLength = { readonly steps: number } | { readonly minutes: number };

/** The command line, checked. */
export interface VoiceChoices {
  readonly inputs: readonly string[];
  readonly shape: VoiceShape;
  readonly length: TrainingLength;
  readonly program: number;
  readonly heldOut: number;
  readonly seed: string;
  readonly output: string;
  readonly picture: string | undefined;
  readonly checkpoint: string | undefined;
  readonly resume: boolean;
  readonly json: boolean;
  readonly plain: boolean;
}

/** Reads and checks the command line. */
export function voiceChoices(args: readonly string[]): VoiceChoices {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  const output = pathOption('output', given.output) ?? 'voice.safetensors';
  const steps = integerOption('steps', given.steps, ...VOICE_TRAINING_RANGES.steps);
  const minutes = numberOption('minutes', given.minutes, 0.05, 10080);
  if (steps !== undefined && minutes !== undefined)
    throw usageError('--steps and --minutes cannot be used together', 'steps');
  const resume = given.resume === true;
  const channels = integerOption('channels', given.channels, ...VOICE_RANGES.channels) ?? 16;
  if (channels % 4 !== 0) throw usageError(`--channels: expected a multiple of 4, got ${channels}`, 'channels');
  const layers = integerOption('layers', given.layers, ...VOICE_RANGES.layers) ?? 7;
  const stack = integerOption('stack', given.stack, 1, 13) ?? 10;
  const checkpoint = pathOption('checkpoint', given.checkpoint) ?? checkpointBeside(output);
  if (resume && checkpoint === undefined) throw usageError('--resume needs --checkpoint', 'resume');
  if (checkpoint === STANDARD_STREAM) throw usageError('a checkpoint is a file', 'checkpoint');
  const choices = {
    shape: {
      channels,
      dilations: doublingDilations(layers, stack),
      output: choiceOption('predict', given.predict, ['logistics', 'softmax'] as const) ?? ('logistics' as const),
      rate: integerOption('rate', given.rate, ...VOICE_RANGES.rate) ?? 8000,
    },
    length: steps === undefined ? { minutes: minutes ?? 2 } : { steps },
    program: integerOption('program', given.program, 0, 127) ?? 0,
    heldOut: numberOption('held-out', given['held-out'], 0, 0.5) ?? 0.1,
    seed: textOption('seed', given.seed, LONGEST_SEED) ?? '1',
    output,
    picture: pathOption('picture', given.picture),
    checkpoint,
    resume,
    json: given.json === true,
    plain: choiceOption('kernels', given.kernels, ['lanes', 'plain'] as const) === 'plain',
  };
  const [action, ...recordings] = inputs;
  if (action !== 'train') throw usageError(`voice has one action, train, not '${action ?? ''}'`);
  return { ...choices, inputs: recordings };
}
