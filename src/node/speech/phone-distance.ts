/**
 * How alike words sound.
 *
 * @module
 */
import type { Pronunciations } from './pronunciations.ts';

/** Phones of the CMU dictionary by manner of articulation. */
const MANNERS = [
  'AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW',
  'P B T D K G',
  'F V TH DH S Z SH ZH HH CH JH',
  'M N NG',
  'L R W Y',
].map((phones) => phones.split(' '));
const MANNER_OF = new Map(MANNERS.flatMap((phones, manner) => phones.map((phone) => [phone, manner] as const)));

/**
 * The distance between a word and a sequence of words: the least number of phones to insert, to delete or to replace, as a share of the
 * longer one's phones. To replace a phone by one of the same manner, such as T by D, counts half. 0 for words that sound the same;
 * infinite if a pronunciation is not known.
 *
 * Of several pronunciations the nearest counts. The length of the sequence is that of the first ones.
 */
export function phoneDistance(word: string, sequence: readonly string[], pronunciations: Pronunciations): number {
  const parts = sequence.map((other) => pronunciations.get(other) ?? []);
  const length = parts.reduce((sum, [first = []]) => sum + first.length, 0);
  let nearest = Infinity;
  for (const phones of pronunciations.get(word) ?? []) {
    // row[k]: the distance between the sequence up to here and the word's first k phones.
    let row = [0, ...phones.map((_, k) => k + 1)];
    for (const ways of parts) {
      const rows = ways.map((way) => way.reduce((last, phone) => nextRow(last, phone, phones), row));
      row = row.map((_, k) => Math.min(...rows.map((other) => other[k] ?? Infinity)));
    }
    nearest = Math.min(nearest, (row.at(-1) ?? Infinity) / Math.max(phones.length, length));
  }
  return nearest;
}

/** A row of the edit distance after one more phone of the sequence. */
function nextRow(row: readonly number[], phone: string, phones: readonly string[]): number[] {
  const next = [(row[0] ?? 0) + 1];
  for (const [k, other] of phones.entries()) {
    const replaced = (row[k] ?? 0) + replacement(phone, other);
    next.push(Math.min(replaced, (row[k + 1] ?? 0) + 1, (next[k] ?? 0) + 1));
  }
  return next;
}

function replacement(a: string, b: string): number {
  if (a === b) return 0;
  return MANNER_OF.get(a) === MANNER_OF.get(b) ? 0.5 : 1;
}
