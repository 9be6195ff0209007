/**
 * The bundled table of words.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { type Lexicon, openLexicon } from '../../mood/words/lexicon.ts';
import { readBytes } from './read-file.ts';
import { withFileName } from './with-file-name.ts';

/** Written by `npm run words`. */
const WORDS = fileURLToPath(new URL('../../../fixtures/models/words.safetensors', import.meta.url));
const MOST_WORDS_BYTES = 1 << 20;

/** Reads it: 350 kB, so only when a mood is asked for in words. */
export function readBundledWords(): Promise<Lexicon> {
  return withFileName(WORDS, async () => openLexicon(await readBytes(WORDS, MOST_WORDS_BYTES)));
}
