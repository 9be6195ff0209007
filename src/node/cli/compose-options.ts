/**
 * Options of `harmonium compose`.
 *
 * @module
 */
import { PLAYING_RANGES } from '../../midi/playing-ranges.ts';
import { COMPOSE_RANGES, type ComposeOptions, defaultCandidates } from '../../music/compose/compose.ts';
import { INPAINT_RANGES } from '../../music/inpaint/inpaint-ranges.ts';
import { DEFAULT_MODEL } from '../files/default-model.ts';
import { voiceOption } from '../files/voice-file.ts';
import { splitCommand } from '../speech/split-command.ts';
import { KERNELS_OPTION, kernelsOption } from './kernels.ts';
import { MOOD_OPTION } from './mood-option.ts';
import {
  choiceOption,
  explainOptions,
  type Given,
  integerOption,
  parseCommandLine,
  pathOption,
  usageError,
} from './options.ts';
import { PIECE_OPTIONS, pieceChoices, WRITING_OPTIONS } from './piece-options.ts';

const DEFAULT_COUNT = 3;

const OPTIONS = {
  count: { short: 'n', value: 'N', help: `how many pieces, each a file (${DEFAULT_COUNT})` },
  candidates: {
    value: 'N',
    help: `of how many candidates they are the best (${defaultCandidates(DEFAULT_COUNT)}; 16 for each piece if that is more)`,
  },
  mood: { ...MOOD_OPTION, help: `${MOOD_OPTION.help}; in place of the text` },
  speech: { value: 'FILE', help: 'a WAV file with the spoken text, in place of the text; needs a speech recogniser' },
  recogniser: { value: 'CMD', help: "the command that hears it, such as 'whisper-cli -m MODEL -nt -f {file}'" },
  expression: {
    value: 'HOW',
    help: "full: tempo, loudness, register and articulation for the mood; none: the model's notes at 120 beats a minute (full)",
  },
  bars: { value: 'N', help: 'bars in each piece, 2 or more (8; 4 a letter with --form)' },
  form: PIECE_OPTIONS.form,
  vary: PIECE_OPTIONS.vary,
  meter: PIECE_OPTIONS.meter,
  density: PIECE_OPTIONS.density,
  gibbs: { value: 'K', help: 'Gibbs steps in each window (32)' },
  output: { short: 'o', value: 'DIR', help: 'the folder to write to (out)' },
  ...WRITING_OPTIONS,
  kernels: KERNELS_OPTION,
} as const;

/** The lines of a help text for the options. */
export const COMPOSE_OPTIONS_EXPLAINED: string = explainOptions(OPTIONS);

/** Where the mood comes from: a text, the text of `--mood`, or a sound file. */
export type MoodSource = { readonly kind: 'text' | 'mood'; readonly text: string } | SpeechSource;

/** Speech in a sound file, and the command that hears it, if one is named. */
export interface SpeechSource {
  readonly kind: 'speech';
  readonly file: string;
  readonly recogniser: string | undefined;
}

/** The command line, checked. */
export interface ComposeChoices {
  readonly source: MoodSource;
  readonly model: string;
  readonly options: Omit<ComposeOptions, 'mood'> & { readonly count: number; readonly seed: string };
  readonly output: string;
  readonly wav: boolean;
  readonly voice: string | undefined;
  readonly picture: string | undefined;
  readonly json: boolean;
}

/** Reads and checks the command line. */
export function composeChoices(args: readonly string[]): ComposeChoices {
  // An empty text is a text, where an empty path would be an error.
  const { given, inputs } = parseCommandLine(
    OPTIONS,
    args.map((arg) => arg || ' '),
  );
  const { source, rest } = moodSource(given, inputs);
  if (rest.length > 1) {
    throw usageError(`compose takes one text and one model, not also '${rest[1]}': quote a text of several words`);
  }
  integerOption('bars', given.bars, 2, INPAINT_RANGES.bars[1]);
  const count = integerOption('count', given.count, ...COMPOSE_RANGES.count) ?? DEFAULT_COUNT;
  return {
    source,
    model: rest[0] ?? DEFAULT_MODEL,
    options: {
      ...pieceChoices(given),
      seed: given.seed ?? '1',
      count,
      candidates: integerOption('candidates', given.candidates, count, COMPOSE_RANGES.candidates[1]),
      expression: choiceOption('expression', given.expression, ['full', 'none'] as const),
      program: integerOption('program', given.program, ...PLAYING_RANGES.program),
      kernels: kernelsOption(given.kernels),
    },
    output: pathOption('output', given.output) ?? 'out',
    wav: given.wav === true,
    voice: voiceOption(given.voice, given.wav === true),
    picture: pathOption('picture', given.picture),
    json: given.json === true,
  };
}

/** Where the mood comes from, and the arguments that are left. */
function moodSource(
  { mood, speech, recogniser }: Given<typeof OPTIONS>,
  inputs: readonly string[],
): { readonly source: MoodSource; readonly rest: readonly string[] } {
  if (mood !== undefined && speech !== undefined) {
    throw usageError('--speech and --mood cannot be used together', 'speech');
  }
  if (recogniser !== undefined && speech === undefined) throw usageError('--recogniser needs --speech', 'recogniser');
  if (recogniser !== undefined) splitCommand(recogniser, 'speech.wav');
  const file = pathOption('speech', speech);
  if (file !== undefined) return { source: { kind: 'speech', file, recogniser }, rest: inputs };
  if (mood !== undefined) return { source: { kind: 'mood', text: mood }, rest: inputs };
  const [text, ...rest] = inputs;
  if (text === undefined) {
    throw usageError('compose needs a text such as "a song of hope and wonder", --mood or --speech');
  }
  return { source: { kind: 'text', text }, rest };
}
