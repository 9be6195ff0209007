/**
 * A sorted list of words in few bytes: each word is stored as what differs from the word before.
 *
 * A word is one byte and then letters. The byte's upper half is how many letters are those of the word before, at most 15; its lower
 * half is how many letters follow, 1 to 15. Source: "front coding" in I. H. Witten, A. Moffat and T. C. Bell, Managing Gigabytes.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { shown } from '../../math/text/shown.ts';

/** Most letters that are shared with the word before, and most that follow. */
const MOST = 15;
const A = 0x61;
const Z = 0x7a;

/**
 * The bytes of words of letters a to z.
 *
 * @param words - ascending, none twice, each with at most 15 letters
 */
export function encodeWords(words: readonly string[]): Uint8Array {
  const bytes: number[] = [];
  let before = '';
  for (const word of words) {
    let shared = 0;
    while (shared < MOST && shared < before.length && word[shared] === before[shared]) shared++;
    bytes.push((shared << 4) | (word.length - shared));
    for (let k = shared; k < word.length; k++) bytes.push(word.charCodeAt(k));
    before = word;
  }
  return Uint8Array.from(bytes);
}

/**
 * The words of such bytes.
 *
 * @throws {HarmoniumError} `model-weights` unless they are ascending words of letters a to z
 */
export function decodeWords(bytes: Uint8Array): string[] {
  const words: string[] = [];
  let before = '';
  for (let at = 0; at < bytes.length; ) {
    const head = bytes[at++] ?? 0;
    const [shared, rest] = [head >> 4, head & MOST];
    if (shared > before.length || rest === 0 || at + rest > bytes.length) throw wrongWord(before, 'a whole word');
    let word = before.slice(0, shared);
    for (const end = at + rest; at < end; at++) {
      const letter = bytes[at] ?? 0;
      if (letter < A || letter > Z) throw wrongWord(before, 'letters from a to z');
      word += String.fromCharCode(letter);
    }
    if (word <= before) throw wrongWord(before, 'words in ascending order');
    words.push(word);
    before = word;
  }
  return words;
}

function wrongWord(before: string, expected: string): HarmoniumError {
  return new HarmoniumError('model-weights', `tensor "words" is wrong after ${shown(before)}`, { expected });
}
