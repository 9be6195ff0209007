/**
 * The table of words as it is in memory.
 *
 * @module
 */
import type { Mood } from '../mood.ts';

/** What a Chinese word does in a text. */
export const CHINESE_KINDS = ['mood', 'negation', 'degree', 'contrast', 'framing', 'filler'] as const;

/** One of {@link CHINESE_KINDS}. */
type ChineseKind = (typeof CHINESE_KINDS)[number];

/** A Chinese word. */
export interface ChineseWord {
  readonly word: string;
  readonly kind: ChineseKind;
  /** Of kind `mood`. */
  readonly mood: Mood;
  /** Of kind `degree`: how much more, 1.5, or less, 0.5, what follows is. Else 1. */
  readonly factor: number;
  /** English words of the same meaning, as numbers of the table. */
  readonly ties: readonly number[];
}

/** The table: n words, of which r are rated. */
export interface WordTable {
  /** English words in ascending order. */
  readonly words: readonly string[];
  /** shape [n, width / 2]: see `unpackPoints`. */
  readonly packed: Uint8Array;
  /** shape [width] */
  readonly scale: Float32Array;
  /** shape [r]: which words are rated, ascending. */
  readonly anchors: readonly number[];
  /** shape [r, 2]: valence and arousal of the rated words, in hundredths plus 100. */
  readonly ratings: Uint8Array;
  /** shape [r, 2]: their weights for both axes. */
  readonly weights: Float32Array;
  /** shape [2, 2]: offset and spread for valence, then for arousal. */
  readonly fit: Float32Array;
  /** AFINN's valence, −5 to 5, of words that are not rated. */
  readonly valences: ReadonlyMap<number, number>;
  /** Chinese words, simplified. */
  readonly chinese: readonly ChineseWord[];
  /** Traditional characters and their simplified forms. */
  readonly simplified: ReadonlyMap<string, string>;
}
