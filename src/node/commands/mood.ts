/**
 * `harmonium mood`: the mood of a text.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { LONGEST_TEXT, moodOfText } from '../../mood/text/mood-of-text.ts';
import { EXIT } from '../cli/exit-code.ts';
import { explainOptions, parseCommandLine, usageError } from '../cli/options.ts';
import { print } from '../cli/terminal.ts';
import { readBundledWords } from '../files/bundled-words.ts';
import { readBytes } from '../files/read-file.ts';
import { STANDARD_STREAM } from '../files/standard-stream.ts';
import { withFileName } from '../files/with-file-name.ts';
import { printTextMood } from '../report/text-mood-report.ts';
import type { Command } from './command.ts';

const OPTIONS = {
  json: { help: 'print one JSON object' },
} as const;

const HELP = `harmonium mood TEXT… [options]

Shows the mood of a text in English, Chinese, or both: valence, from -1 (sad) to 1 (happy),
and arousal, from -1 (calm) to 1 (excited), with the words that decide it. In brackets are,
for a word that nobody has rated, the rated words nearest to it; for a Chinese word, English
words of its meaning. Several arguments are one text. - reads it from stdin.

${explainOptions(OPTIONS)}

Examples
  harmonium mood "a song of hope and wonder"
  harmonium mood 我想要一首能够表达出希望和奇迹的歌曲
  harmonium mood "not sad, but very quiet" --json
`;

/** The command. */
export const MOOD: Command = { name: 'mood', summary: 'show the mood of a text', help: HELP, run };

async function run(args: readonly string[]): Promise<number> {
  // An empty text is no path here: it gets the message of a text without words.
  const { given, inputs } = parseCommandLine(
    OPTIONS,
    args.map((arg) => (arg === '' ? ' ' : arg)),
  );
  if (inputs.length === 0) throw usageError('mood needs a text such as "a song of hope and wonder"');
  const text = inputs.length === 1 && inputs[0] === STANDARD_STREAM ? await readText() : inputs.join(' ');
  const mood = moodOfText(text, await readBundledWords());
  if (given.json === true) print(JSON.stringify(mood));
  else printTextMood(mood);
  return EXIT.done;
}

/** The text on stdin. */
function readText(): Promise<string> {
  return withFileName(STANDARD_STREAM, async () => {
    const bytes = await readBytes(STANDARD_STREAM, 4 * LONGEST_TEXT);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new HarmoniumError('usage', 'the text on stdin: expected UTF-8, got other bytes');
    }
  });
}
