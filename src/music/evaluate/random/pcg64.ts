/**
 * PCG64 as in NumPy's `default_rng(1)`, for samples that must be the same in Python. Everything else uses `math/random/random`.
 *
 * Source: O'Neill (2014), "PCG: a family of simple fast space-efficient statistically good algorithms" (XSL RR 128/64).
 *
 * @module
 */

/** 128-bit numbers as eight 16-bit digits, the lowest first: products of digits and their sums stay exact. */
const DIGITS = 8;
const MULTIPLIER: readonly number[] = digits('2360ed051fc65da44385df649fccf645');
/** NumPy's SeedSequence for the seed 1. */
const STATE_OF_ONE = '9c5b484bfedb756c2a6e7d6f320fbc7e';
const INCREMENT: readonly number[] = digits('922af2da2645f895a19857b95740937b');

/** The state of a generator. */
export interface Pcg64 {
  /** shape [8]: the 128-bit state's digits */
  readonly state: Uint16Array;
  /** The upper half of the last 64 bits, if only the lower half has been used. */
  spare: number | undefined;
}

/** The generator of `default_rng(1)`. */
export function createPcg64(): Pcg64 {
  return { state: Uint16Array.from(digits(STATE_OF_ONE)), spare: undefined };
}

/** A copy of a generator. */
export function copyPcg64({ state, spare }: Pcg64): Pcg64 {
  return { state: state.slice(), spare };
}

/** The next 32 bits: of each 64, the lower half first. */
export function pcg64Word(random: Pcg64): number {
  const { state, spare } = random;
  if (spare !== undefined) {
    random.spare = undefined;
    return spare;
  }
  step(state);
  // The two halves of the state, folded, then rotated to the right by its upper six bits.
  const low = wordAt(state, 0) ^ wordAt(state, 4);
  const high = wordAt(state, 2) ^ wordAt(state, 6);
  const turn = (state[7] ?? 0) >>> 10;
  const [from, to] = turn < 32 ? [low, high] : [high, low];
  random.spare = rotated(to, from, turn & 31);
  return rotated(from, to, turn & 31);
}

/** Two digits as a word. */
function wordAt(state: Uint16Array, digit: number): number {
  return ((state[digit + 1] ?? 0) << 16) | (state[digit] ?? 0);
}

/** The lower word of `high:low` after a rotation to the right by 0–31 bits. */
function rotated(low: number, high: number, turn: number): number {
  return (turn === 0 ? low : (low >>> turn) | (high << (32 - turn))) >>> 0;
}

/** state ← state · multiplier + increment, modulo 2¹²⁸. */
function step(state: Uint16Array): void {
  const next = new Uint16Array(DIGITS);
  let carry = 0;
  for (let d = 0; d < DIGITS; d++) {
    let sum = carry + (INCREMENT[d] ?? 0);
    for (let k = 0; k <= d; k++) sum += (state[k] ?? 0) * (MULTIPLIER[d - k] ?? 0);
    next[d] = sum % 65536;
    carry = Math.floor(sum / 65536);
  }
  state.set(next);
}

/**
 * An unbiased uniform integer below `count`, 1–2²⁰.
 *
 * Source: Lemire (2019), "Fast random integer generation in an interval".
 */
export function pcg64Below(random: Pcg64, count: number): number {
  // NumPy draws no number here.
  if (count === 1) return 0;
  const refused = 4294967296 % count;
  let product = pcg64Word(random) * count;
  while (product % 4294967296 < refused) product = pcg64Word(random) * count;
  return Math.floor(product / 4294967296);
}

/**
 * `size` different integers below `count`, as NumPy's `Generator.choice(count, size, replace=False)`; 0 < size ≤ count ≤ 2²⁰.
 */
export function pcg64Choice(random: Pcg64, count: number, size: number): Uint32Array {
  // A large share of many numbers: the tail of a shuffle.
  if (count > 10000 && size > Math.floor(count / 50)) {
    const all = Uint32Array.from({ length: count }, (_, n) => n);
    shuffleEnd(all, Math.max(count - size, 1), random);
    return all.slice(count - size);
  }
  // Floyd's algorithm: a number that is taken already is replaced by the newest one.
  const chosen = new Uint32Array(size);
  const taken = new Set<number>();
  for (let newest = count - size; newest < count; newest++) {
    const drawn = pcg64Below(random, newest + 1);
    const value = taken.has(drawn) ? newest : drawn;
    taken.add(value);
    chosen[newest - count + size] = value;
  }
  shuffleEnd(chosen, 1, random);
  return chosen;
}

/** Shuffles from the end down to index `first`. */
function shuffleEnd(values: Uint32Array, first: number, random: Pcg64): void {
  for (let n = values.length - 1; n >= first; n--) {
    const other = pcg64Below(random, n + 1);
    const value = values[n] ?? 0;
    values[n] = values[other] ?? 0;
    values[other] = value;
  }
}

/** A number of 32 hexadecimal digits. */
function digits(hexadecimal: string): number[] {
  return Array.from({ length: DIGITS }, (_, d) => Number.parseInt(hexadecimal.slice(28 - 4 * d, 32 - 4 * d), 16));
}
