/**
 * `harmonium mood`: the mood of a text.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { decimal } from '../../math/text/decimal.ts';
import type { Mood } from '../../mood/mood.ts';
import { type Keyword, LONGEST_TEXT, moodOfText, type TextMood } from '../../mood/text/text-mood.ts';
import { EXIT } from '../cli/exit-code.ts';
import { explainOptions, parseCommandLine, usageError } from '../cli/options.ts';
import { print, printable, printMessage, styled } from '../cli/terminal.ts';
import { readBundledWords } from '../files/bundled-words.ts';
import { readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  json: { help: 'print one JSON object' },
} as const;

const HELP = `harmonium mood TEXT… [options]

Shows the mood of a text in English or Chinese: valence, from -1 (sad) to 1 (happy), and
arousal, from -1 (calm) to 1 (excited), with the words that decided. - reads the text from
stdin. Several texts are one, with spaces between them.

${explainOptions(OPTIONS)}

Examples
  harmonium mood "a song of hope and wonder"
  harmonium mood 我想要一首能够表达出希望和奇迹的歌曲
  harmonium mood "not sad, but quiet" --json
  harmonium mood - < letter.txt
`;

/** The command. */
export const MOOD: Command = { name: 'mood', summary: 'find the mood of a text', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  // An empty text is a text, where an empty path would be an error.
  const { given, inputs } = parseCommandLine(
    OPTIONS,
    args.map((arg) => arg || ' '),
  );
  if (inputs.length === 0) throw usageError('mood needs a text');
  const text = inputs.length === 1 && inputs[0] === STANDARD_STREAM ? await textOfStdin() : inputs.join(' ');
  const mood = moodOfText(text, await readBundledWords());
  if (given.json === true) print(JSON.stringify({ text, ...mood }));
  else printMood(mood);
  return EXIT.done;
}

/** A character has at most three bytes for each UTF-16 unit. */
async function textOfStdin(): Promise<string> {
  const bytes = await readBytes(STANDARD_STREAM, 3 * LONGEST_TEXT + 3);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HarmoniumError('option-range', 'the text on stdin', { expected: 'UTF-8', got: 'other bytes' });
  }
}

function printMood({ keywords, unknown, ...mood }: TextMood): void {
  print(
    `valence ${signed(mood.valence)}  arousal ${signed(mood.arousal)}  ${styled('bold', nameOf(mood), process.stdout)}`,
  );
  for (const keyword of keywords) print(`  ${printable(lineOf(keyword))}`);
  if (unknown.length > 0) printMessage(`unknown: ${printable(unknown.join(', '))}`);
}

function lineOf({ word, weight, valence, arousal, because }: Keyword): string {
  const share = `${Math.round(100 * weight)} %`.padStart(5);
  const reasons = because === undefined ? '' : `  (${because.join(', ')})`;
  return `${share}  valence ${signed(valence)}  arousal ${signed(arousal)}  ${word}${reasons}`;
}

/** Two decimals and a sign, all equally wide. */
function signed(value: number): string {
  const [whole = '0', rest = ''] = decimal(Math.abs(value), 2).split('.');
  return `${value < 0 ? '-' : '+'}${whole}.${rest.padEnd(2, '0')}`;
}

/** How far from 0 an axis must be to be named. */
const NAMED = 0.15;

/** A mood in words. */
function nameOf({ valence, arousal }: Mood): string {
  const first = valence > NAMED ? 'bright' : valence < -NAMED ? 'dark' : '';
  const second = arousal > NAMED ? 'lively' : arousal < -NAMED ? 'calm' : '';
  return [first, second].filter((word) => word !== '').join(' and ') || 'neutral';
}
