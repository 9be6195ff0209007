/**
 * Forms of an English word that may be known where the word itself is not.
 *
 * @module
 */

/** An ending, what may stand in its place, and how long what is left must be. */
const ENDINGS: readonly (readonly [ending: string, replacements: readonly string[]])[] = [
  ["'s", ['']],
  ['iness', ['y']],
  ['ness', ['']],
  ['iest', ['y']],
  ['est', ['', 'e']],
  ['ier', ['y']],
  ['er', ['', 'e']],
  ['ily', ['y']],
  ['ly', ['', 'le']],
  ['fully', ['ful']],
  ['ies', ['y']],
  ['es', ['', 'e']],
  ['s', ['']],
  ['ied', ['y']],
  ['ed', ['', 'e']],
  ['ying', ['y', 'ie']],
  ['ing', ['', 'e']],
  ['in', ['ing']],
  ['ful', ['']],
  ['ish', ['', 'e']],
  ['y', ['', 'e']],
  ['like', ['']],
];

/** Letters that a stem needs at least: two of `sing` are not a word. */
const SHORTEST = 3;

/**
 * Shorter forms of a word, likeliest first: `loneliest` gives `lonely`, `stopped` gives `stop`, `hoping` gives `hope`. Most are no
 * words: to be looked up.
 */
export function stemsOf(word: string): string[] {
  const stems: string[] = [];
  for (const [ending, replacements] of ENDINGS) {
    if (!word.endsWith(ending)) continue;
    const base = word.slice(0, word.length - ending.length);
    if (base.length < SHORTEST) continue;
    for (const replacement of replacements) stems.push(base + replacement);
    const last = base.slice(-1);
    if (base.endsWith(last + last) && !'aeiou'.includes(last)) stems.push(base.slice(0, -1));
  }
  return stems;
}
