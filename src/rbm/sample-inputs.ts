/**
 * Bernoulli sampling of a layer whose inputs are known, exactly or nearly.
 *
 * @module
 */
import { randomWord, uniform, upperByte } from '../math/random.ts';
import { sigmoid } from '../math/sigmoid.ts';
import type { LogitBounds } from './logit-bounds.ts';
import { UNSETTLED } from './unsettled.ts';

const TO_UNIT_INTERVAL = 1 / 4294967296;

/**
 * Lists the units that fire, those with `u < sigmoid(input / temperature)`, and those that may.
 *
 * For most of them the byte of u that four units draw at once settles it against the bounds.
 *
 * @param listed - shape [≥ units], overwritten: ascending, marked with UNSETTLED where a byte does not say whether the unit fires
 * @param input - shape [units], in nats
 * @param error - how far an input may lie from the true one, in nats
 * @param key0 - with `key1` the stream from which unit n draws its uniform number n
 * @returns how many are listed
 */
export function listInputs(
  listed: Uint32Array,
  input: Float64Array,
  error: number,
  { off, on }: LogitBounds,
  key0: number,
  key1: number,
): number {
  let count = 0;
  let word = 0;
  for (let n = 0; n < input.length; n++) {
    if ((n & 3) === 0) word = randomWord(key0, key1, n >>> 2);
    const first = upperByte(word, n) << 2;
    if (input[n] + error < off[first]) continue;
    listed[count++] = input[n] - error >= on[first + 3] ? n : n | UNSETTLED;
  }
  return count;
}

/**
 * Whether a unit fires: the exact sampler's decision. The logistic is computed where the bounds do not say.
 *
 * @param input - exact, in nats
 */
export function fires(
  unit: number,
  input: number,
  { off, on }: LogitBounds,
  temperature: number,
  key0: number,
  key1: number,
): boolean {
  const number = uniform(key0, key1, unit);
  const cell = number >>> 22;
  if (input < off[cell]) return false;
  return input >= on[cell] || number * TO_UNIT_INTERVAL < sigmoid((1 / temperature) * input);
}
