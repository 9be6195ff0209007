/**
 * A command line as words, without a shell.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { shown } from '../../math/text/shown.ts';

/** What stands for the sound file in a command. */
const FILE = '{file}';

/** A word: quoted and unquoted pieces without a space between them. Nothing else of a shell: no variables, no patterns, no pipes. */
const PIECE = /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)/suy;

/**
 * Splits `--recogniser` into the program and its arguments, with the file's path in place of `{file}`. Quotes group words as in a
 * shell: `'…'` is literal; in `"…"` and outside, a backslash takes the next character as it is.
 *
 * @throws {HarmoniumError} `option-range` for an unclosed quote, no program or no `{file}`
 */
export function splitCommand(command: string, file: string): [program: string, ...args: string[]] {
  const words: string[] = [];
  for (let at = skipSpace(command, 0); at < command.length; at = skipSpace(command, at)) {
    let word = '';
    for (; at < command.length && !/\s/u.test(command[at] ?? ''); at = PIECE.lastIndex) {
      PIECE.lastIndex = at;
      const piece = PIECE.exec(command);
      if (piece === null) throw wrongCommand('closed quotes and no backslash at the end', command);
      const [, single, double, escaped, plain] = piece;
      word += single ?? double?.replace(/\\(["\\])/gu, '$1') ?? escaped ?? plain ?? '';
    }
    words.push(word);
  }
  const [program = '', ...args] = words;
  if (program === '') throw wrongCommand(`a program and its arguments, such as 'whisper-cli -nt -f ${FILE}'`, command);
  if (!words.some((word) => word.includes(FILE))) {
    throw wrongCommand(`a command with ${FILE} where the sound file belongs`, command);
  }
  const put = (word: string): string => word.replaceAll(FILE, () => file);
  return [put(program), ...args.map(put)];
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/u.test(text[at] ?? '')) at++;
  return at;
}

function wrongCommand(expected: string, got: string): HarmoniumError {
  return new HarmoniumError('option-range', '--recogniser', { expected, got: shown(got), option: 'recogniser' });
}
