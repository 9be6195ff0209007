/**
 * How far windows are from each other: Hamming distances, the number of bits in which two differ.
 *
 * @module
 */
import type { InParts } from '../../in-parts.ts';
import { WINDOW_WORDS, type WindowSet } from './window-set.ts';

/** Comparisons between two parts: about a hundredth of a second. */
const COMPARISONS_A_PART = 65536;

/** For each window the Hamming distance to the nearest of `others`, of which there must be one; in parts. */
export function* nearestHammingDistancesInParts(windows: WindowSet, others: WindowSet): InParts<Float64Array> {
  const nearest = new Float64Array(windows.count).fill(Infinity);
  for (let n = 0; n < windows.count; n++) {
    let least = Infinity;
    for (let from = 0; from < others.count; from += COMPARISONS_A_PART) {
      const to = Math.min(others.count, from + COMPARISONS_A_PART);
      for (let k = from; k < to; k++)
        least = Math.min(least, hammingDistance(windows.words, n, others.words, k, least));
      yield (n + to / others.count) / windows.count;
    }
    nearest[n] = least;
  }
  return nearest;
}

/** The mean Hamming distance between two of the windows; 0 if there are fewer than two. */
export function meanHammingDistance({ words, count }: WindowSet): number {
  let sum = 0;
  for (let n = 1; n < count; n++) {
    for (let k = 0; k < n; k++) sum += hammingDistance(words, n, words, k, Infinity);
  }
  return count < 2 ? 0 : sum / ((count * (count - 1)) / 2);
}

/** Words between two looks at the sum. */
const WORDS_A_LOOK = 13;

/** The Hamming distance if it is below `least`, else any number that is not below `least`. */
function hammingDistance(a: Uint32Array, n: number, b: Uint32Array, k: number, least: number): number {
  const from = n * WINDOW_WORDS;
  const other = k * WINDOW_WORDS;
  let bits = 0;
  for (let w = 0; w < WINDOW_WORDS && bits < least; ) {
    for (const end = w + WORDS_A_LOOK; w < end; w++) bits += bitCount((a[from + w] ?? 0) ^ (b[other + w] ?? 0));
  }
  return bits;
}

/** How many bits of a word are 1: summed in pairs, in fours, in bytes, and the bytes by one multiplication. */
function bitCount(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}
