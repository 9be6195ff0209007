/**
 * `harmonium mood`: the mood of a text.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { LONGEST_TEXT, moodOfText } from '../../mood/text/text-mood.ts';
import { EXIT } from '../cli/exit-code.ts';
import { explainOptions, parseCommandLine, usageError } from '../cli/options.ts';
import { print } from '../cli/terminal.ts';
import { readBundledWords } from '../files/bundled-words.ts';
import { readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { printTextMood } from '../report/text-mood-report.ts';
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
  else printTextMood(mood);
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
