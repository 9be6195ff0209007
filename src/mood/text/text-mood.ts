/**
 * From a text to its mood.
 *
 * @module
 */

import { refuse } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { oneLine, shown } from '../../math/text/shown.ts';
import type { Mood } from '../mood.ts';
import { type Lexicon, openedLexicon } from '../words/lexicon.ts';
import { plainText } from './plain-text.ts';
import { rolesOf } from './roles.ts';
import { tokensOf } from './tokens.ts';
import { type WeighedWord, weighWords } from './weigh-words.ts';

/** Most UTF-16 units of a text. */
export const LONGEST_TEXT: number = 10_000;

/** A word of a text that decided its mood, and how it feels there: "not sad" is not sad. */
export interface Keyword extends Mood {
  /** As in the text, in small letters and simplified characters. */
  readonly word: string;
  /** Its share in the whole, from 0 to 1. All weights of a text add up to 1. */
  readonly weight: number;
  /** Words that its mood was taken from, if it was not rated itself. For a Chinese word, English words of its meaning. */
  readonly because?: readonly string[];
}

/** The mood of a text: {@link moodOfText}. */
export interface TextMood extends Mood {
  /** The words that decided, in the order of the text. A word that is said several times in one way comes once. */
  readonly keywords: readonly Keyword[];
  /** Words that are neither known nor function words, each once. */
  readonly unknown: readonly string[];
}

/**
 * The mood of a text in English, Chinese or both.
 *
 * Negation, degree, contrast, repetition, exclamation marks and emoji count; words that only frame a request, such as `song` or 音乐, do
 * not. On each axis a word counts by its weight and by how far from 0 it is, so that strong words decide: "a sad and quiet song" is sad
 * and quiet, not half of either.
 *
 * @param text - at most 10,000 UTF-16 units
 * @throws {HarmoniumError} `no-mood` if no word of the text has a mood; `option-range` for a text that is too long
 */
export function moodOfText(text: string, lexicon: Lexicon): TextMood {
  const open = openedLexicon(lexicon);
  if (typeof text !== 'string') refuse('text', 'a string', text);
  if (text.length > LONGEST_TEXT) refuse('text', `at most ${LONGEST_TEXT} characters`, text.length);
  const roles = rolesOf(tokensOf(plainText(text, open.simplified)), open);
  const unknown = new Set<string>();
  for (const role of roles) if (role.role === 'unknown') unknown.add(role.word);
  const words = merged(weighWords(roles));
  if (words.length === 0) throw noMood(text, [...unknown]);
  const total = words.reduce((sum, { weight }) => sum + weight, 0);
  return {
    valence: axis(words, 'valence'),
    arousal: axis(words, 'arousal'),
    keywords: words.map((word) => keywordOf(word, total)),
    unknown: [...unknown],
  };
}

function keywordOf({ word, weight, mood, because }: WeighedWord, total: number): Keyword {
  const keyword = {
    word,
    weight: rounded(weight / total),
    valence: rounded(mood.valence),
    arousal: rounded(mood.arousal),
  };
  return because === undefined ? keyword : { ...keyword, because };
}

/** Equal words of equal moods become one; each further one adds half as much. */
function merged(words: readonly WeighedWord[]): WeighedWord[] {
  const byKey = new Map<string, WeighedWord>();
  for (const word of words) {
    const key = `${word.word} ${rounded(word.mood.valence)} ${rounded(word.mood.arousal)}`;
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? word : { ...before, weight: before.weight + word.weight / 2 });
  }
  return [...byKey.values()];
}

/** The mean of one axis, each word weighed by its weight and the square of its distance from 0. */
function axis(words: readonly WeighedWord[], name: keyof Mood): number {
  let [sum, weights] = [0, 0];
  for (const { weight, mood } of words) {
    const share = weight * Math.max(1e-4, mood[name] * mood[name]);
    sum += share * mood[name];
    weights += share;
  }
  return rounded(sum / weights);
}

/** To thousandths; never −0. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000 + 0;
}

function noMood(text: string, unknown: readonly string[]): HarmoniumError {
  const expected = "words with a mood, such as 'sad and quiet' or 希望";
  if (unknown.length > 0) {
    const got = `only unknown words: ${oneLine(unknown.join(', '), 100)}`;
    return new HarmoniumError('no-mood', 'the text has no mood', { expected, got, option: 'text' });
  }
  const got = text.trim() === '' ? 'nothing' : `none in ${shown(text)}`;
  return new HarmoniumError('no-mood', 'the text has no mood', { expected, got, option: 'text' });
}
