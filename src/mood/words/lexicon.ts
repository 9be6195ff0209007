/**
 * A table of words, opened for look-ups.
 *
 * @module
 */
import { refuse } from '../../check.ts';
import { type Estimator, openEstimator, type WordMood } from './estimate.ts';
import { readWords } from './read-words.ts';
import { stemsOf } from './stems.ts';
import type { ChineseWord, WordTable } from './word-table.ts';

/** Words and their moods: {@link openLexicon}. */
export interface Lexicon {
  /** How many English words it has. */
  readonly english: number;
  /** How many Chinese words it has. */
  readonly chinese: number;
  /**
   * The mood of one word: English in small letters, or Chinese in simplified characters; undefined for a word that it does not
   * know. English inflections of a known word are known too.
   */
  moodOf(word: string): WordMood | undefined;
}

/** A lexicon as texts are read with it. */
export interface OpenLexicon extends Lexicon {
  /** A Chinese word of any kind. */
  chineseWord(word: string): ChineseWord | undefined;
  /** English words that a person rated, the strongest first. */
  ratedWords(): string[];
  /** The simplified form of a character; the character itself if it has none. */
  simplified(character: string): string;
}

const OPEN = new WeakMap<Lexicon, OpenLexicon>();

/**
 * Opens a table of words, such as `harmonium-rbm/words.safetensors`. Nothing refers to `bytes` afterwards.
 *
 * @throws {HarmoniumError} `model-…` for anything but a whole table
 */
export function openLexicon(bytes: Uint8Array): Lexicon {
  const lexicon = lexiconOf(readWords(bytes));
  const { english, chinese } = lexicon;
  const shown: Lexicon = { english, chinese, moodOf: (word) => lexicon.moodOf(word) };
  OPEN.set(shown, lexicon);
  return shown;
}

/** The inner side of a lexicon. */
export function openedLexicon(lexicon: Lexicon): OpenLexicon {
  return OPEN.get(lexicon) ?? refuse('lexicon', 'what openLexicon returns', lexicon);
}

function lexiconOf(table: WordTable): OpenLexicon {
  const english = new Map<string, number>();
  for (let n = 0; n < table.words.length; n++) english.set(table.words[n] ?? '', n);
  const chinese = new Map(table.chinese.map((entry) => [entry.word, entry]));
  const estimator = openEstimator(table);
  return {
    english: english.size,
    chinese: chinese.size,
    chineseWord: (word) => chinese.get(word),
    ratedWords: () => ratedWords(table),
    simplified: (character) => table.simplified.get(character) ?? character,
    moodOf(word) {
      const entry = chinese.get(word);
      if (entry !== undefined) return chineseMood(entry, table);
      return englishMood(word, english, table, estimator);
    },
  };
}

function chineseMood({ kind, mood, ties }: ChineseWord, { words }: WordTable): WordMood | undefined {
  if (kind !== 'mood') return undefined;
  return { ...mood, rated: true, because: ties.map((n) => words[n] ?? '') };
}

function englishMood(
  word: string,
  numbers: ReadonlyMap<string, number>,
  { words }: WordTable,
  estimator: Estimator,
): WordMood | undefined {
  const stems = stemsOf(word).flatMap((stem) => numbers.get(stem) ?? []);
  const number = numbers.get(word);
  if (number !== undefined) return estimator.moodOf(number, stems);
  const [stem] = stems;
  if (stem === undefined) return undefined;
  const mood = estimator.moodOf(stem);
  return { ...mood, rated: false, because: mood.rated ? [words[stem] ?? ''] : (mood.because ?? []) };
}

function ratedWords({ words, anchors, ratings }: WordTable): string[] {
  const strength = (row: number): number =>
    Math.max(Math.abs((ratings[2 * row] ?? 100) - 100), Math.abs((ratings[2 * row + 1] ?? 100) - 100));
  const rows = anchors.map((_, row) => row).sort((a, b) => strength(b) - strength(a) || a - b);
  return rows.map((row) => words[anchors[row] ?? 0] ?? '');
}
