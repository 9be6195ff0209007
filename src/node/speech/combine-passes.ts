/**
 * One text from two passes of a recogniser: one over the whole language, one over mood words.
 *
 * The first pass is right about most words, and says how sure it is. The second one hears mood words that the first took for others,
 * but also takes others for mood words. So a mood word replaces what the first pass was not sure of if it sounds like it.
 *
 * @module
 */
import { phoneDistance } from './phone-distance.ts';
import type { Pronunciations } from './pronunciations.ts';
import type { TimedWord } from './word-times.ts';

// These four were chosen on 24 sentences in three synthetic voices with 162 mood words. The first pass alone hears 127 of them and 3 wrong
// ones; the two together, 143 and 7.
/** A word with this confidence is also offered to the second pass. */
export const CONFIDENT = 0.7;
/** A stretch with a higher mean confidence is not replaced, nor a mood word above the second limit. */
const [SURE, SURE_MOOD] = [0.9, 0.95] as const;
/** The largest distance between a mood word and the stretch that it replaces. */
const ALIKE = 0.4;
/** A word belongs to a stretch if so much of it, or so much of the stretch, is in both. */
const SHARED = 0.6;

/**
 * The words of the first pass, in which mood words of the second replace what sounds like them.
 *
 * @param free - the first pass
 * @param second - the second pass; only its mood words matter
 */
export function combinePasses(
  free: readonly TimedWord[],
  second: readonly TimedWord[],
  moods: ReadonlySet<string>,
  pronunciations: Pronunciations,
): TimedWord[] {
  const words = [...free];
  for (const heard of second) {
    if (!moods.has(heard.word)) continue;
    const stretch = words.filter((word) => isShared(word, heard));
    const [first] = stretch;
    if (first === undefined || stretch.some(({ word }) => word === heard.word)) continue;
    if (meanConfidence(stretch) > SURE) continue;
    if (stretch.some(({ word, confidence }) => moods.has(word) && confidence >= SURE_MOOD)) continue;
    const spoken = stretch.map(({ word }) => word);
    if (phoneDistance(heard.word, spoken, pronunciations) > ALIKE) continue;
    words.splice(words.indexOf(first), stretch.length, { ...heard, confidence: 0 });
  }
  return words;
}

function isShared(word: TimedWord, heard: TimedWord): boolean {
  const shared = Math.max(0, Math.min(word.end, heard.end) - Math.max(word.start, heard.start));
  return shared > 0 && shared >= SHARED * Math.min(lengthOf(word), lengthOf(heard));
}

function meanConfidence(stretch: readonly TimedWord[]): number {
  const sum = (of: (word: TimedWord) => number): number => stretch.reduce((total, word) => total + of(word), 0);
  return sum((word) => word.confidence * lengthOf(word)) / sum(lengthOf);
}

function lengthOf({ start, end }: TimedWord): number {
  return end - start;
}
