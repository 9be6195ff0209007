/**
 * The bundled table of words.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import { type Lexicon, openLexicon } from '../../mood/words/lexicon.ts';
import { MOST_MODEL_BYTES, readBytes } from './read-file.ts';
import { withFileName } from './with-file-name.ts';

/** Written by `npm run words`. */
const BUNDLED_WORDS = fileURLToPath(new URL('../../../fixtures/models/words.safetensors', import.meta.url));

/**
 * Opens the bundled table, which takes about 40 ms.
 *
 * @throws {HarmoniumError} that names the file if it is missing or damaged
 */
export async function readBundledWords(): Promise<Lexicon> {
  const bytes = await readBytes(BUNDLED_WORDS, MOST_MODEL_BYTES);
  return withFileName(BUNDLED_WORDS, async () => openLexicon(bytes));
}
