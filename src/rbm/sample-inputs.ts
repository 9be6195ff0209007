/**
 * Bernoulli sampling of a layer whose inputs are known exactly.
 *
 * @module
 */
import { randomWord, uniform, upperHalf } from '../math/random.ts';
import { sigmoid } from '../math/sigmoid.ts';
import { CELL_SHIFT, type LogitBounds } from './logit-bounds.ts';

export const TO_UNIT_INTERVAL: number = 1 / 4294967296;

/**
 * Lists the units that fire, those with `u < sigmoid(input / temperature)`: the exact sampler's decisions.
 *
 * For most of them the upper half of u settles it against the bounds, and no logistic is computed.
 *
 * @param active - shape [≥ units], overwritten: the units that fire, ascending
 * @param input - shape [units], in nats
 * @param bounds - `logitBounds(0, temperature, 1)`
 * @param key0 - with `key1` the stream from which unit n draws its uniform number n
 * @returns how many fire
 */
export function sampleInputs(
  active: Uint32Array,
  input: Float64Array,
  bounds: LogitBounds,
  temperature: number,
  key0: number,
  key1: number,
): number {
  const { off, on } = bounds;
  const inverse = 1 / temperature;
  let count = 0;
  let word = 0;
  for (let n = 0; n < input.length; n++) {
    if ((n & 1) === 0) word = randomWord(key0, key1, n >>> 1);
    const cell = upperHalf(word, n) >>> CELL_SHIFT;
    const a = input[n];
    if (a < off[cell]) continue;
    if (a >= on[cell] || uniform(key0, key1, n) * TO_UNIT_INTERVAL < sigmoid(inverse * a)) active[count++] = n;
  }
  return count;
}
