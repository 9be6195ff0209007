/**
 * Seeds: from text or an integer to the generator's 128 bits.
 *
 * @module
 */
import alea from 'seedrandom/lib/alea.js';
import { refuse } from '../../check.ts';
import { encodeUtf8 } from '../text/utf8.ts';

/**
 * Hashes a seed to four words. `7` and `'7'` are the same seed.
 *
 * The hash is seedrandom's `alea`: of its generators the only one that accepts every seed, the empty one too (`xor128` then
 * returns 0 for ever), needs no crypto, and is the same on every engine. It gets the UTF-8 bytes, one per character, since engines
 * do not agree on the length of '🎵'.
 *
 * @param seed - any text, or an integer up to ±(2⁵³ − 1)
 * @returns shape [4]
 * @throws {HarmoniumError} `option-range` for anything else
 */
export function seedState(seed: string | number): Uint32Array {
  if (typeof seed !== 'string' && !Number.isSafeInteger(seed)) refuse('seed', 'a text or a whole number', seed);
  let characters = '';
  for (const byte of encodeUtf8(String(seed))) characters += String.fromCharCode(byte);
  const next = alea(characters);
  return Uint32Array.from({ length: 4 }, () => next.int32() >>> 0);
}
