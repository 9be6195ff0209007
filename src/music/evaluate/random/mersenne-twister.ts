/**
 * MT19937 as in Python's `random`, for shuffles that must be the same in Python. Everything else uses `math/random/random`.
 *
 * Source: Matsumoto and Nishimura (1998), "Mersenne Twister"; seeding by array from their code of 2002.
 *
 * @module
 */

const SIZE = 624;
const MIDDLE = 397;

/** The state of a generator. */
export interface MersenneTwister {
  /** shape [624] */
  readonly words: Uint32Array;
  /** Index of the next word; 624 when all are used. */
  next: number;
}

/** The generator of `random.Random(seed)`, for an integer seed from 0 to 2³² − 1. */
export function createTwister(seed: number): MersenneTwister {
  const words = new Uint32Array(SIZE);
  words[0] = 19650218;
  for (let n = 1; n < SIZE; n++) words[n] = Math.imul(1812433253, scrambled(words, n - 1)) + n;
  let n = 1;
  for (let k = 0; k < SIZE; k++) {
    words[n] = ((words[n] ?? 0) ^ Math.imul(scrambled(words, n - 1), 1664525)) + seed;
    n = wrapped(words, n + 1);
  }
  for (let k = 1; k < SIZE; k++) {
    words[n] = ((words[n] ?? 0) ^ Math.imul(scrambled(words, n - 1), 1566083941)) - n;
    n = wrapped(words, n + 1);
  }
  words[0] = 0x80000000;
  return { words, next: SIZE };
}

/** A word with its upper bits mixed into its lower two. */
function scrambled(words: Uint32Array, n: number): number {
  const word = words[n] ?? 0;
  return word ^ (word >>> 30);
}

/** Past the end continues at 1, and word 0 takes the value of the last word. */
function wrapped(words: Uint32Array, n: number): number {
  if (n < SIZE) return n;
  words[0] = words[SIZE - 1] ?? 0;
  return 1;
}

/** The next 32 bits. */
export function twisterWord(twister: MersenneTwister): number {
  const { words } = twister;
  if (twister.next === SIZE) {
    for (let n = 0; n < SIZE; n++) {
      const joined = ((words[n] ?? 0) & 0x80000000) | ((words[(n + 1) % SIZE] ?? 0) & 0x7fffffff);
      words[n] = (words[(n + MIDDLE) % SIZE] ?? 0) ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
    }
    twister.next = 0;
  }
  let word = words[twister.next++] ?? 0;
  word ^= word >>> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return (word ^ (word >>> 18)) >>> 0;
}

/** A uniform integer below `count`, 1–2³¹, by rejection: the upper bits of the first word in which they are below `count`. */
export function twisterBelow(twister: MersenneTwister, count: number): number {
  // As many bits as `count` has, as in Python: one more than needed if it is a power of two.
  const unused = Math.clz32(count);
  let drawn = twisterWord(twister) >>> unused;
  while (drawn >= count) drawn = twisterWord(twister) >>> unused;
  return drawn;
}

/** Shuffles items in place as `random.Random(seed).shuffle` does. */
export function twisterShuffle<T>(items: T[], twister: MersenneTwister): void {
  for (let n = items.length - 1; n > 0; n--) {
    const other = twisterBelow(twister, n + 1);
    const [item, chosen] = [items[n], items[other]] as [T, T];
    items[n] = chosen;
    items[other] = item;
  }
}
