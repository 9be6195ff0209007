/**
 * Telling one set of training rows from another.
 *
 * @module
 */
import type { GroupedRows } from '../../math/bits/bit-rows.ts';
import { crc32 } from '../../math/bits/crc32.ts';

/** Words that are turned to bytes at a time. */
const WORDS_AT_A_TIME = 16384;

/** A CRC-32 of all that rows are: their bits, where they start, and their groups. */
export function rowsDigest({ bits, starts, groups, columns }: GroupedRows, before: number = 0): number {
  let crc = before;
  for (const words of [Uint32Array.of(columns, starts.length, groups.length), starts, groups, bits]) {
    crc = wordsDigest(words, crc);
  }
  return crc;
}

/** Of the words' bytes, the least significant first on every machine. */
function wordsDigest(words: Uint32Array, before: number): number {
  const bytes = new Uint8Array(4 * Math.min(words.length, WORDS_AT_A_TIME));
  const view = new DataView(bytes.buffer);
  let crc = before;
  for (let first = 0; first < words.length; first += WORDS_AT_A_TIME) {
    const count = Math.min(WORDS_AT_A_TIME, words.length - first);
    for (let k = 0; k < count; k++) view.setUint32(4 * k, words[first + k], true);
    crc = crc32(bytes.subarray(0, 4 * count), crc);
  }
  return crc;
}
