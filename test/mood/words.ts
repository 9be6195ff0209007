import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Lexicon, openLexicon } from '../../src/mood/index.ts';

/** The bytes of the table that is published. */
export const WORDS: Uint8Array = new Uint8Array(
  readFileSync(fileURLToPath(new URL('../../fixtures/models/words.safetensors', import.meta.url))),
);

/** The table, opened. */
export const LEXICON: Lexicon = openLexicon(WORDS);

/** The lines of a list of rated words without its heading. */
export function ratedLines(name: 'english.csv' | 'chinese.csv'): string[][] {
  const path = fileURLToPath(new URL(`../../fixtures/words/${name}`, import.meta.url));
  const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
  return lines.map((line) => line.split(','));
}
