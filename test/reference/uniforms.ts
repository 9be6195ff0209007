/**
 * Random numbers for the plain twins, which take them from outside: from their addresses here, from a record elsewhere.
 *
 * @module
 */
import { PURPOSE, streamKey, uniform } from '../../src/math/random/random.ts';

/** The random numbers of an example's half-step, `units` of them. */
export type Uniforms = (example: number, round: number, units: number) => ArrayLike<number>;

/** The first `units` uniform numbers of a stream. `key`: shape [2]. */
export function uniformsOf(key: Uint32Array, units: number): Uint32Array {
  return Uint32Array.from({ length: units }, (_, n) => uniform(key[0], key[1], n));
}

/** The uniform numbers of stream (seed, purpose, index, round). */
export function uniformsAt(
  seed: Uint32Array,
  purpose: number,
  index: number,
  round: number,
  units: number,
): Uint32Array {
  const key = new Uint32Array(2);
  streamKey(key, seed, purpose, index, round);
  return uniformsOf(key, units);
}

/** What training draws in an epoch. */
export function trainingUniforms(seed: Uint32Array, epoch: number): Uniforms {
  return (example, round, units) => uniformsAt(seed, PURPOSE.training, example, 2048 * epoch + round, units);
}
