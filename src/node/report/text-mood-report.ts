/**
 * The mood of a text, with the words that decide it.
 *
 * @module
 */
import type { TextMood } from '../../mood/text/mood-of-text.ts';
import { print, printable, printMessage, styled } from '../cli/terminal.ts';
import { moodText, signed } from './mood-text.ts';

/** Prints a mood and its keywords; words that are not known are a message. */
export function printTextMood(mood: TextMood): void {
  print(styled('bold', moodText(mood), process.stdout));
  for (const { word, valence, arousal, because = [] } of mood.keywords) {
    const reason = because.length === 0 ? '' : `  (${because.join(', ')})`;
    print(`  ${padded(printable(word))} valence ${signed(valence).padStart(5)}, arousal ${signed(arousal).padStart(5)}${reason}`);
  }
  const { unknown } = mood;
  if (unknown.length > 0) printMessage(`${styled('yellow', 'not known:')} ${unknown.map(printable).join(', ')}`);
}

const WIDTH = 14;

/** Chinese characters are two columns wide. */
function padded(word: string): string {
  const width = Array.from(word, (character) => (character >= '\u2e80' ? 2 : 1)).reduce((sum: number, n) => sum + n, 0);
  return word + ' '.repeat(Math.max(0, WIDTH - width));
}
