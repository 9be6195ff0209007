/**
 * The pronunciation dictionary of PocketSphinx's English model.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

/** The pronunciations of each word, each a list of phones: `calm` is `K AA M`. */
export type Pronunciations = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Reads a dictionary: on each line a word, with a number if it is another pronunciation (`and(2)`), and its phones. */
export function readPronunciations(path: string): Pronunciations {
  const all = new Map<string, string[][]>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const [entry = '', ...phones] = line.trim().split(/\s+/u);
    if (phones.length === 0) continue;
    const word = entry.replace(/\(\d+\)$/u, '');
    const known = all.get(word);
    if (known === undefined) all.set(word, [phones]);
    else known.push(phones);
  }
  return all;
}
