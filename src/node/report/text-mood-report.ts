/**
 * The mood of a text, with the words that decided.
 *
 * @module
 */
import type { Keyword, TextMood } from '../../mood/text/text-mood.ts';
import { print, printable, printMessage, styled } from '../cli/terminal.ts';
import { moodName, signed } from './mood-name.ts';

/** Prints the mood and its keywords; unknown words are a message. */
export function printTextMood({ keywords, unknown, ...mood }: TextMood): void {
  print(
    `valence ${signed(mood.valence)}  arousal ${signed(mood.arousal)}  ${styled('bold', moodName(mood), process.stdout)}`,
  );
  for (const keyword of keywords) print(`  ${printable(lineOf(keyword))}`);
  if (unknown.length > 0) printMessage(`unknown: ${printable(unknown.join(', '))}`);
}

function lineOf({ word, weight, valence, arousal, because }: Keyword): string {
  const share = `${Math.round(100 * weight)} %`.padStart(5);
  const reasons = because === undefined ? '' : `  (${because.join(', ')})`;
  return `${share}  valence ${signed(valence)}  arousal ${signed(arousal)}  ${word}${reasons}`;
}
