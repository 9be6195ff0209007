/**
 * The Chinese part of a table of words.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { demandShape } from '../../safetensors/demand-shape.ts';
import type { Tensor } from '../../safetensors/tensor-data.ts';
import { decodeUtf8 } from '../../safetensors/utf8.ts';
import { demandRange, wordNumbers } from './demand.ts';
import { moodOfRating } from './rating.ts';
import { CHINESE_KINDS, type ChineseWord } from './word-table.ts';

/** Most UTF-16 units of a Chinese word: the segmenter tries no longer ones. */
export const LONGEST_CHINESE: number = 12;

/**
 * Chinese words with their ratings and their ties to English words.
 *
 * @throws {HarmoniumError} `model-…` for anything that does not fit
 */
export function readChinese(
  text: Uint8Array,
  ratings: Tensor<Uint8Array>,
  ties: Tensor<Uint8Array>,
  english: number,
): ChineseWord[] {
  const names = decodeUtf8(text, 0, text.length).split('\n');
  if (names.pop() !== '') throw wrongText('chinese', 'a line feed at the end');
  if (new Set(names).size !== names.length) throw wrongText('chinese', 'each word once');
  if (names.some((name) => name === '' || name.length > LONGEST_CHINESE)) {
    throw wrongText('chinese', `words of 1 to ${LONGEST_CHINESE} characters`);
  }
  demandShape('chinese_ratings', ratings.shape, [names.length, 4]);
  const numbers = wordNumbers(ties, 2);
  demandRange('ties', numbers, 0, english - 1);
  let used = 0;
  const words = names.map((word, c) => {
    const [kind = 0, first = 0, second = 0, tied = 0] = ratings.data.subarray(4 * c, 4 * c + 4);
    demandRange('chinese_ratings', [kind], 0, CHINESE_KINDS.length - 1);
    demandRange('chinese_ratings', [first, second], 0, 200);
    const name = CHINESE_KINDS[kind] ?? 'filler';
    return {
      word,
      kind: name,
      mood: name === 'mood' ? moodOfRating(first, second) : { valence: 0, arousal: 0 },
      factor: name === 'degree' ? first / 100 : 1,
      ties: numbers.slice(used, (used += tied)),
    };
  });
  if (used !== numbers.length) throw wrongText('ties', `${used} ties, as in chinese_ratings`);
  return words;
}

/**
 * Simplified characters by traditional ones.
 *
 * @throws {HarmoniumError} `model-…` for anything that does not fit
 */
export function readTraditional(text: Uint8Array): Map<string, string> {
  const characters = [...decodeUtf8(text, 0, text.length)];
  const simplified = new Map<string, string>();
  for (let k = 0; k < characters.length; k += 2) {
    const [from, to] = characters.slice(k, k + 2);
    if (from === undefined || to === undefined || simplified.has(from)) {
      throw wrongText('traditional', 'pairs of characters, each first one once');
    }
    simplified.set(from, to);
  }
  return simplified;
}

function wrongText(name: string, expected: string): HarmoniumError {
  return new HarmoniumError('model-weights', `tensor "${name}"`, { expected });
}
