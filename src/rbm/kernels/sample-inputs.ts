/**
 * Bernoulli sampling of a layer whose inputs are known, exactly or nearly.
 *
 * @module
 */

import { sigmoid } from '../../math/functions/sigmoid.ts';
import { randomWord, uniform, upperByte } from '../../math/random/random.ts';
import type { LogitBounds } from '../packed/logit-bounds.ts';
import { packed2Error } from '../packed/packed2-weights.ts';
import { UNDECIDED } from '../packed/undecided-units.ts';

const TO_UNIT_INTERVAL = 1 / 4294967296;

/**
 * Lists the units that fire, those with `u < sigmoid(input / temperature)`: the exact sampler's decisions.
 *
 * @param active - shape [≥ units], overwritten: the units that fire, ascending
 * @param input - shape [units], exact, in nats
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
  const { off } = bounds;
  let count = 0;
  let word = 0;
  for (let n = 0; n < input.length; n++) {
    if ((n & 3) === 0) word = randomWord(key0, key1, n >>> 2);
    // Most units are off, and the byte of u that four units draw at once says so.
    if (input[n] < off[upperByte(word, n) << 2]) continue;
    if (fires(input, n, bounds, temperature, key0, key1)) active[count++] = n;
  }
  return count;
}

/**
 * Lists the units that fire, going by inputs that are nearly known, and those that may.
 *
 * @param listed - shape [≥ units], overwritten: ascending, marked with UNDECIDED where a byte does not say whether the unit fires
 * @param input - shape [units], in nats
 * @param terms - how many rounded weights, from `packed2-weights`, there are in each input
 * @param key0 - with `key1` the stream from which unit n draws its uniform number n
 * @returns how many are listed
 */
export function listInputs(
  listed: Uint32Array,
  input: Float64Array,
  terms: number,
  { off, on }: LogitBounds,
  key0: number,
  key1: number,
): number {
  const error = packed2Error(terms);
  let count = 0;
  let word = 0;
  for (let n = 0; n < input.length; n++) {
    if ((n & 3) === 0) word = randomWord(key0, key1, n >>> 2);
    const first = upperByte(word, n) << 2;
    if (input[n] + error < off[first]) continue;
    listed[count++] = input[n] - error >= on[first + 3] ? n : n | UNDECIDED;
  }
  return count;
}

/**
 * Whether a unit fires: the exact sampler's decision. The logistic is computed where the bounds do not say.
 *
 * @param input - shape [units], in nats, exact where asked for
 */
export function fires(
  input: Float64Array,
  unit: number,
  { off, on }: LogitBounds,
  temperature: number,
  key0: number,
  key1: number,
): boolean {
  const number = uniform(key0, key1, unit);
  const cell = number >>> 22;
  const a = input[unit];
  if (a < off[cell]) return false;
  return a >= on[cell] || number * TO_UNIT_INTERVAL < sigmoid((1 / temperature) * a);
}
