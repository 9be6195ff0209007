/**
 * The moods of English words: rated, or estimated from the rated words near them.
 *
 * @module
 */
import type { Mood } from '../mood.ts';
import { cosineOf, similarity, unpackPoints } from './kernel.ts';
import { moodOfRating } from './rating.ts';
import type { WordTable } from './word-table.ts';

/** A word's mood. */
export interface WordMood extends Mood {
  /** Whether the word itself was rated by a person. */
  readonly rated: boolean;
  /**
   * Words that decided: for an unrated word the nearest rated ones, nearest first; for a Chinese word English words of its
   * meaning; for an inflected form that the table lacks, the form that it has.
   */
  readonly because?: readonly string[];
}

/** How many words `because` names. */
const NEIGHBOURS = 3;

/** AFINN's steps on our scale: its +3 is .69. The slope over words that both rate is .25; its own noise asks for less. */
const AFINN_STEP = 0.23;
/** The weight of AFINN's valence against the estimate. */
const AFINN_SHARE = 0.7;

/** The share of a rated stem in the mood of an unrated form, `happier` of `happy`, and the least cosine of the two. */
const STEM_SHARE = 0.75;
const STEM_COSINE = 0.3;

/** Finds moods of English words of a table. */
export interface Estimator {
  /**
   * The mood of a word by its number.
   *
   * @param stems - numbers of words of which it may be a form
   */
  moodOf(word: number, stems?: readonly number[]): WordMood;
}

/** Prepares the points of the rated words. */
export function openEstimator(table: WordTable): Estimator {
  const { anchors, packed, scale } = table;
  const points = unpackPoints(packed, scale, anchors);
  const rowOf = new Map<number, number>();
  for (let i = 0; i < anchors.length; i++) rowOf.set(anchors[i] ?? 0, i);
  return {
    moodOf(word, stems = []) {
      const row = rowOf.get(word);
      if (row !== undefined) return { ...ratingOf(table, row), rated: true };
      const found = estimate(table, points, word);
      for (const stem of stems) {
        const stemRow = rowOf.get(stem);
        if (stemRow === undefined) continue;
        // `number` is no form of `numb`: the two are far apart.
        const own = unpackPoints(packed, scale, [word]);
        if (cosineOf(own, 0, points, stemRow, scale.length) < STEM_COSINE) continue;
        return withStem(found, ratingOf(table, stemRow), table.words[stem] ?? '');
      }
      return found;
    },
  };
}

function ratingOf({ ratings }: WordTable, row: number): Mood {
  return moodOfRating(ratings[2 * row] ?? 100, ratings[2 * row + 1] ?? 100);
}

/** The estimate of `kernel`, for a word that is not rated; AFINN's valence, if there is one, weighs more than the estimate's. */
function estimate(table: WordTable, points: Float64Array, word: number): WordMood {
  const { words, packed, scale, anchors, weights, fit, valences } = table;
  const point = unpackPoints(packed, scale, [word]);
  const nearest: { readonly row: number; readonly cosine: number }[] = [];
  let valence = 0;
  let arousal = 0;
  for (let i = 0; i < anchors.length; i++) {
    const cosine = cosineOf(point, 0, points, i, scale.length);
    const near = similarity(cosine);
    valence += near * (weights[2 * i] ?? 0);
    arousal += near * (weights[2 * i + 1] ?? 0);
    if (nearest.length === NEIGHBOURS && cosine <= (nearest[NEIGHBOURS - 1]?.cosine ?? 1)) continue;
    const at = nearest.findIndex((other) => cosine > other.cosine);
    nearest.splice(at < 0 ? nearest.length : at, 0, { row: i, cosine });
    if (nearest.length > NEIGHBOURS) nearest.pop();
  }
  valence = (fit[0] ?? 0) + (fit[1] ?? 0) * valence;
  arousal = (fit[2] ?? 0) + (fit[3] ?? 0) * arousal;
  const afinn = valences.get(word);
  if (afinn !== undefined) valence += AFINN_SHARE * (AFINN_STEP * afinn - valence);
  return {
    valence: hundredths(valence),
    arousal: hundredths(arousal),
    rated: false,
    because: nearest.map(({ row }) => words[anchors[row] ?? 0] ?? ''),
  };
}

function withStem(found: WordMood, stem: Mood, word: string): WordMood {
  const mixed = (axis: keyof Mood): number => hundredths(found[axis] + STEM_SHARE * (stem[axis] - found[axis]));
  return { valence: mixed('valence'), arousal: mixed('arousal'), rated: false, because: [word] };
}

/** Within −1 and 1, and no finer than ratings are. */
function hundredths(value: number): number {
  return Math.round(Math.max(-1, Math.min(1, value)) * 100) / 100 + 0;
}
