/**
 * Chinese text to words, by the longest match from the left.
 *
 * @module
 */

import type { OpenLexicon } from '../words/lexicon.ts';
import { LONGEST_CHINESE } from '../words/read-chinese.ts';
import type { ChineseWord } from '../words/word-table.ts';

/** A word of the lexicon, or characters that it does not know. */
export type Segment = ChineseWord | string;

/** Segments a run of Chinese. Characters that begin no word are joined up to the next word. */
export function segment(run: string, lexicon: Pick<OpenLexicon, 'chineseWord'>): Segment[] {
  const segments: Segment[] = [];
  let unknown = '';
  for (let at = 0; at < run.length; ) {
    const found = longestAt(run, at, lexicon);
    if (found === undefined) {
      unknown += run[at++] ?? '';
      continue;
    }
    if (unknown !== '') segments.push(unknown);
    unknown = '';
    segments.push(found);
    at += found.word.length;
  }
  if (unknown !== '') segments.push(unknown);
  return segments;
}

function longestAt(run: string, at: number, lexicon: Pick<OpenLexicon, 'chineseWord'>): ChineseWord | undefined {
  for (let length = Math.min(LONGEST_CHINESE, run.length - at); length > 0; length--) {
    const found = lexicon.chineseWord(run.slice(at, at + length));
    if (found !== undefined) return found;
  }
  return undefined;
}
