/**
 * From what a person calls a seed to the generator's state.
 *
 * @module
 */
import alea from 'seedrandom/lib/alea.js';
import { refuse } from '../../check.ts';
import { encodeUtf8 } from '../text/utf8.ts';

/**
 * Four words that stand for the seed: `7` and `'7'` are the same, and every text is as good as any other.
 *
 * The text is hashed by seedrandom's `alea`, the one of its generators that takes every seed, the empty one too
 * (`xor128` then returns 0 for ever), uses no crypto, and is the same on every engine. It sees the UTF-8 bytes, one to a
 * character, since engines do not agree on the length of '🎵'.
 *
 * @param seed - any text, or a whole number up to ±(2⁵³ − 1)
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
