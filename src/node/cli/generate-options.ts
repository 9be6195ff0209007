/**
 * Options of `harmonium generate`.
 *
 * @module
 */
import { PLAYING_RANGES } from '../../midi/playing-ranges.ts';
import type { Model } from '../../model/model.ts';
import type { Mood } from '../../mood/mood.ts';
import type { PieceOptions } from '../../music/inpaint/piece.ts';
import { presetDefaultsOf } from '../../music/training/preset-defaults.ts';
import { type GenerateOptions, WINDOW_RANGES } from '../../music/windows/generate.ts';
import type { Playing } from '../../music/windows/play.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { voiceOption } from '../files/voice-file.ts';
import { KERNELS_OPTION, kernelsOption } from './kernels.ts';
import { LIMIT_OPTIONS, type ReadingLimits, readingLimits } from './limits.ts';
import { MOOD_OPTION, moodOption } from './mood-option.ts';
import {
  choiceOption,
  explainOptions,
  type Given,
  integerOption,
  numberOption,
  parseCommandLine,
  pathOption,
  usageError,
} from './options.ts';
import { askedKind, PIECE_OPTIONS, pieceChoices, WINDOW_OPTIONS, WRITING_OPTIONS } from './piece-options.ts';

const DEFAULT_COUNT = 10;

const OPTIONS = {
  count: { short: 'n', value: 'N', help: `how many pieces, each a file (${DEFAULT_COUNT}); silent ones are left out` },
  ...PIECE_OPTIONS,
  ...WINDOW_OPTIONS,
  mood: MOOD_OPTION,
  gibbs: {
    value: 'K',
    help: `Gibbs steps (pieces: 32 in each window; windows: 50 from chains, else ${presetDefaultsOf({ training: {} }).gibbs}; 1 for --preset article)`,
  },
  tempo: { value: 'BPM', help: "beats a minute (the training songs')" },
  velocity: { value: 'V', help: 'velocity of the notes, 1-127 (80; 40 for --preset article)' },
  output: { short: 'o', value: 'DIR', help: 'the folder to write to (out); - writes one file to stdout, with -n 1' },
  ...WRITING_OPTIONS,
  kernels: KERNELS_OPTION,
  ...LIMIT_OPTIONS,
} as const;

/** The lines of a help text for the options. */
export const GENERATE_OPTIONS_EXPLAINED: string = explainOptions(OPTIONS);

/** What music to write. `from` is still a name or a path. */
export type MusicChoice =
  | { readonly kind: 'pieces'; readonly options: PieceOptions }
  | { readonly kind: 'windows'; readonly options: GenerateOptions; readonly from: string | undefined };

/** The command line, checked. */
export interface GenerateChoices {
  readonly inputs: readonly string[];
  readonly count: number;
  readonly mood: Mood | undefined;
  readonly seed: string;
  readonly playing: Playing;
  readonly output: string;
  readonly wav: boolean;
  readonly voice: string | undefined;
  readonly picture: string | undefined;
  readonly json: boolean;
  readonly limits: ReadingLimits;
  /** Pieces or windows. If the options leave it open, models of the article preset give windows, others pieces. */
  musicFor(model: Pick<Model, 'training'>): MusicChoice;
}

/** Reads and checks the command line. */
export async function generateChoices(args: readonly string[]): Promise<GenerateChoices> {
  const { given, inputs } = parseCommandLine(OPTIONS, args);
  if (inputs.length > 1) throw usageError(`generate takes one model, not ${inputs.length}`);
  const count = integerOption('count', given.count, ...WINDOW_RANGES.count) ?? DEFAULT_COUNT;
  const kind = askedKind(given);
  const mood = given.mood === undefined ? undefined : (await moodOption(given.mood)).mood;
  const asked = kind === 'pieces' ? pieces(given, mood) : windows(given, count, mood);
  const playing = {
    tempo: numberOption('tempo', given.tempo, ...PLAYING_RANGES.tempo),
    velocity: integerOption('velocity', given.velocity, ...PLAYING_RANGES.velocity),
    program: integerOption('program', given.program, ...PLAYING_RANGES.program),
    meter: given.meter,
  };
  const output = pathOption('output', given.output) ?? 'out';
  const wav = given.wav === true;
  if (output === STANDARD_STREAM && count !== 1) {
    throw usageError('-o - writes one file: give -n 1 with it', 'output');
  }
  if (output === STANDARD_STREAM && wav) throw usageError('--wav writes files: give a folder with -o', 'wav');
  return {
    inputs,
    count,
    mood,
    seed: given.seed ?? '1',
    playing,
    output,
    wav,
    voice: voiceOption(given.voice, wav),
    picture: pathOption('picture', given.picture),
    json: given.json === true,
    limits: readingLimits(given),
    musicFor: ({ training }) => (kind === undefined && training.preset !== 'article' ? pieces(given, mood) : asked),
  };
}

function pieces(given: Given<typeof OPTIONS>, mood: Mood | undefined): MusicChoice {
  return { kind: 'pieces', options: { ...pieceChoices(given), mood, kernels: kernelsOption(given.kernels) } };
}

function windows(given: Given<typeof OPTIONS>, count: number, mood: Mood | undefined): MusicChoice {
  return {
    kind: 'windows',
    options: {
      count,
      seed: given.seed ?? '1',
      gibbs: integerOption('gibbs', given.gibbs, ...WINDOW_RANGES.gibbs),
      decode: choiceOption('decode', given.decode, ['likeliest', 'voices', 'sample'] as const),
      temperature: numberOption('temperature', given.temperature, ...WINDOW_RANGES.temperature),
      mood,
      kernels: kernelsOption(given.kernels),
    },
    from: given.from,
  };
}
