/**
 * Random numbers of a case: it has an address, so it is the same whatever ran before it.
 *
 * @module
 */
import { streamKey, uniform } from '#internal/math/random/random';
import { seedState } from '#internal/math/random/seed-state';

/** Apart from the purposes that the library has. */
const FUZZ = 0x66757a7a;

/** The dice of one case. */
export interface Dice {
  /** A whole number from 0 up to but not including `limit`, at most 2³². */
  below(limit: number): number;
  /** One of them. */
  pick<T>(list: readonly T[]): T;
  /** Yes, once in `n` times. */
  oneIn(n: number): boolean;
}

/** The dice of case `index`, 0–2³²−1, of a seed. */
export function diceOf(seed: string, index: number): Dice {
  const key = new Uint32Array(2);
  streamKey(key, seedState(seed), FUZZ, index, 0);
  const [key0 = 0, key1 = 0] = key;
  let n = 0;
  const below = (limit: number): number => Math.floor((uniform(key0, key1, n++) / 4294967296) * limit);
  return {
    below,
    pick: (list) => {
      const one = list[below(list.length)];
      if (one === undefined) throw new Error('nothing to pick from');
      return one;
    },
    oneIn: (times) => below(times) === 0,
  };
}
