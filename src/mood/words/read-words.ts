/**
 * The bytes of a table of words to the table: a strict reader.
 *
 * | tensor | shape | holds |
 * |---|---|---|
 * | `words` | U8 [bytes] | n English words: see `front-coding` |
 * | `points` | U8 [n, 16] | their points, four bits a number: see `kernel` |
 * | `scale` | F32 [32] | the scale of each coordinate |
 * | `anchors` | U8 [r, 2] | numbers of the rated words, ascending |
 * | `ratings` | U8 [r, 2] | their valence and arousal, in hundredths plus 100 |
 * | `weights` | F16 [r, 2] | their weights in the estimate, for both axes |
 * | `fit` | F32 [2, 2] | offset and spread of the estimate, for both axes |
 * | `valences` | U8 [a, 3] | numbers of words that are not rated, ascending, and their valence in AFINN plus 5 |
 * | `chinese` | U8 [bytes] | c Chinese words in UTF-8, a line feed after each |
 * | `chinese_ratings` | U8 [c, 4] | kind; valence and arousal as above, or for `degree` the factor in hundredths and 0; how many ties |
 * | `ties` | U8 [t, 2] | numbers of the English words to which Chinese words are tied, one Chinese word after the other |
 * | `traditional` | U8 [bytes] | traditional characters in UTF-8, each followed by its simplified form |
 *
 * A number of a word is two bytes, the low one first.
 *
 * @module
 */
import { checkArray } from '../../check.ts';
import { demandShape } from '../../safetensors/demand-shape.ts';
import { checkDigest } from '../../safetensors/digest.ts';
import { readHeader } from '../../safetensors/header.ts';
import { checkFormat, wrongMetadata } from '../../safetensors/metadata.ts';
import { readTensors } from '../../safetensors/read-tensors.ts';
import type { Tensor } from '../../safetensors/tensor-data.ts';
import { demandAscending, demandRange, wordNumbers } from './demand.ts';
import { decodeWords } from './front-coding.ts';
import { readChinese, readTraditional } from './read-chinese.ts';
import type { WordTable } from './word-table.ts';

/** The metadata's `format`. */
export const WORDS_FORMAT = 'harmonium-words';
/** The newest version of the table's form. */
export const WORDS_VERSION: number = 1;

const KEYS: readonly string[] = ['format', 'version', 'digest', 'source', 'licence'];
const MOST_WORDS = 65_536;
const MOST_WIDTH = 128;
const FORMS = {
  words: { dtype: 'U8', most: [16 * MOST_WORDS] },
  points: { dtype: 'U8', most: [MOST_WORDS, MOST_WIDTH / 2] },
  scale: { dtype: 'F32', most: [MOST_WIDTH] },
  anchors: { dtype: 'U8', most: [MOST_WORDS, 2] },
  ratings: { dtype: 'U8', most: [MOST_WORDS, 2] },
  weights: { dtype: 'F16', most: [MOST_WORDS, 2] },
  fit: { dtype: 'F32', most: [2, 2] },
  valences: { dtype: 'U8', most: [MOST_WORDS, 3] },
  chinese: { dtype: 'U8', most: [16 * MOST_WORDS] },
  chinese_ratings: { dtype: 'U8', most: [MOST_WORDS, 4] },
  ties: { dtype: 'U8', most: [8 * MOST_WORDS, 2] },
  traditional: { dtype: 'U8', most: [16 * MOST_WORDS] },
} as const;

/**
 * Reads a table of words; whatever is not exactly one is refused.
 *
 * @throws {HarmoniumError} `model-…`, as `readModel`; `option-range` for what is not bytes
 */
export function readWords(bytes: Uint8Array): WordTable {
  checkArray('bytes', bytes, 'Uint8Array');
  const header = readHeader(bytes);
  checkFormat(header.metadata, WORDS_FORMAT, WORDS_VERSION);
  checkDigest(bytes, header);
  for (const [key, entry] of header.metadata) {
    if (!KEYS.includes(key)) throw wrongMetadata(key, `no key but ${KEYS.join(', ')}`, entry);
  }
  const file = readTensors(bytes, header, FORMS);
  const words = decodeWords(file.words.data);
  const anchors = wordNumbers(file.anchors, 2);
  const rated = anchors.length;
  demandShape('points', file.points.shape, [words.length, (file.scale.data.length + 1) >> 1]);
  demandShape('ratings', file.ratings.shape, [rated, 2]);
  demandShape('weights', file.weights.shape, [rated, 2]);
  demandShape('fit', file.fit.shape, [2, 2]);
  demandRange('anchors', anchors, 0, words.length - 1);
  demandAscending('anchors', anchors);
  demandRange('ratings', file.ratings.data, 0, 200);
  demandRange('scale', file.scale.data, 1e-6, 1e6);
  demandRange('fit', file.fit.data, -1e3, 1e3);
  return {
    words,
    packed: file.points.data,
    scale: file.scale.data,
    anchors,
    ratings: file.ratings.data,
    weights: file.weights.data,
    fit: file.fit.data,
    valences: readValences(file.valences, words.length),
    chinese: readChinese(file.chinese.data, file.chinese_ratings, file.ties, words.length),
    simplified: readTraditional(file.traditional.data),
  };
}

function readValences(tensor: Tensor<Uint8Array>, words: number): Map<number, number> {
  const numbers = wordNumbers(tensor, 3);
  demandAscending('valences', numbers);
  demandRange('valences', numbers, 0, words - 1);
  const steps = numbers.map((_, k) => tensor.data[3 * k + 2] ?? 0);
  demandRange('valences', steps, 0, 10);
  return new Map(numbers.map((number, k) => [number, (steps[k] ?? 0) - 5]));
}
