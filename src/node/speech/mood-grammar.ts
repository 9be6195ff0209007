/**
 * A grammar of mood words for PocketSphinx.
 *
 * @module
 * @see https://www.w3.org/TR/jsgf/
 */
import type { Pronunciations } from './pronunciations.ts';

/** Words that are likely around words of moods. Without them, every other word would be heard as a mood. */
const FILLERS =
  `a an the and or but with of for in on at to from by about like as is are be i me my you your we our it this that some
  something music song songs tune piece melody play make give write compose want need would please feel feeling feels let's very so
  really more less not no too little bit then into day evening morning time one all who when dance march waltz hymn ballad film`.split(
    /\s+/u,
  );

/** The most mood words in a grammar: the more there are, the more of them sound alike. */
export const MOST_MOOD_WORDS = 400;

/** The first {@link MOST_MOOD_WORDS} of `words` that the recogniser can pronounce. */
export function pronounceable(words: readonly string[], pronunciations: Pronunciations): string[] {
  const known = words.map((word) => word.toLowerCase()).filter((word) => isPlain(word) && pronunciations.has(word));
  return [...new Set(known)].slice(0, MOST_MOOD_WORDS);
}

/**
 * A grammar in JSGF: any sequence of mood words, fillers and `others`. PocketSphinx refuses a grammar with a word that it cannot
 * pronounce, so such words are left out.
 */
export function moodGrammar(
  moods: readonly string[],
  others: readonly string[],
  pronunciations: Pronunciations,
): string {
  const words = [...moods, ...FILLERS, ...others].filter((word) => isPlain(word) && pronunciations.has(word));
  return `#JSGF V1.0;\ngrammar moods;\npublic <speech> = (${[...new Set(words)].join(' | ')})+;\n`;
}

/** Whether a word has no characters that mean something in JSGF. */
function isPlain(word: string): boolean {
  return /^[a-z']+$/u.test(word);
}
