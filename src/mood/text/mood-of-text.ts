/**
 * The mood of a text.
 *
 * @module
 */
import { checkInteger, refuse } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { oneLine } from '../../math/text/shown.ts';
import type { Mood } from '../mood.ts';
import { type Lexicon, openedLexicon } from '../words/lexicon.ts';
import { type FoundWord, findWords } from './find-words.ts';
import { tokensOf } from './tokens.ts';

/** A word that decides the mood of a text. */
export interface Keyword extends Mood {
  /** As it is looked up: English in small letters, Chinese in simplified characters. */
  readonly word: string;
  /** How strongly it counts, 0–1: by how far from neutral it is, and less before a contrast (`but`). */
  readonly weight: number;
  /** For a word that is not rated itself, the rated words near it; for a Chinese word, English words of its meaning. */
  readonly because?: readonly string[] | undefined;
}

/** What {@link moodOfText} finds. */
export interface TextMood extends Mood {
  /** In the order of the text, each once; moods as they are in the text: negated, stronger or weaker. */
  readonly keywords: readonly Keyword[];
  /** Words that are neither known nor function words, each once. */
  readonly unknown: readonly string[];
}

/** The longest text, in UTF-16 units. */
export const LONGEST_TEXT = 10_000;
/** What a word's mood counts if it is not rated but estimated from its neighbours. */
const ESTIMATED = 0.7;
/** What is before a contrast counts so much. */
const BEFORE_CONTRAST = 0.4;

/**
 * The mood of a text in English, Chinese, or both.
 *
 * Keywords are all words with a mood. On each axis the result is the mean of their values x, with weights w·x²: `sad` decides about
 * valence and `quiet` about arousal in "sad and quiet", and many words near 0 do not drown one that is far from it. Handled:
 * negation, degree, contrast, repetition, exclamation marks and emoji. Words that only frame a request have no mood.
 *
 * @throws {HarmoniumError} `no-mood` for a text without a word that is known to have a mood, or without any word; `option-range` for a
 * text of more than 10,000 characters
 */
export function moodOfText(text: string, lexicon: Lexicon): TextMood {
  if (typeof text !== 'string') refuse('text', 'a text', text);
  checkInteger('text.length', text.length, 0, LONGEST_TEXT);
  const { found, unknown } = findWords(tokensOf(text, openedLexicon(lexicon)), openedLexicon(lexicon));
  if (found.length === 0) throw noMood(text, unknown);
  const lastContrast = found.reduce((most, { contrasts }) => Math.max(most, contrasts), 0);
  const weightOf = ({ rated, contrasts, count }: FoundWord): number =>
    count * (rated ? 1 : ESTIMATED) * (contrasts < lastContrast ? BEFORE_CONTRAST : 1);
  const mean = (axis: keyof Mood): number => {
    let sum = 0;
    let total = 0;
    for (const word of found) {
      const weight = weightOf(word) * word[axis] * word[axis];
      sum += weight * word[axis];
      total += weight;
    }
    return total === 0 ? 0 : hundredths(sum / total);
  };
  return {
    valence: mean('valence'),
    arousal: mean('arousal'),
    keywords: found.map((word) => {
      const { valence, arousal, because } = word;
      const strength = Math.min(1, weightOf(word)) * Math.max(Math.abs(valence), Math.abs(arousal));
      const keyword = { word: word.word, weight: hundredths(strength), valence: hundredths(valence), arousal: hundredths(arousal) };
      return because === undefined ? keyword : { ...keyword, because };
    }),
    unknown,
  };
}

function noMood(text: string, unknown: readonly string[]): HarmoniumError {
  const expected = 'a word with a mood, such as calm, wild, hope or 悲伤';
  if (text.trim() === '') return new HarmoniumError('no-mood', 'the text is empty', { expected });
  const got = unknown.length === 0 ? 'only words without a mood' : `words that are not known: ${unknown.slice(0, 5).join(', ')}`;
  return new HarmoniumError('no-mood', 'the text has no mood', { expected, got: oneLine(got, 120) });
}

function hundredths(value: number): number {
  return Math.round(100 * value) / 100 + 0;
}
