/**
 * A counter-based random number generator. It has no state: a number is a function of its address (seed, purpose, index, round,
 * n), so a chain is the same whether it runs alone, with a thousand others, or in another thread.
 *
 * Source: Salmon et al. (2011), "Parallel random numbers: as easy as 1, 2, 3"; the mixer is the multiply-xorshift form
 * found by search in Wellons' hash prospector ("lowbias32", bias 0.107).
 *
 * @module
 */

export * as PURPOSE from './purpose.ts';

/** A bijection of 32-bit words with good avalanche: flipping an input bit flips each output bit with probability about ½. */
function mix(x: number): number {
  x ^= x >>> 16;
  x = Math.imul(x, 0x21f0aaad);
  x ^= x >>> 15;
  x = Math.imul(x, 0x735a2d97);
  return x ^ (x >>> 15);
}

/**
 * Writes the key of the stream (seed, purpose, index, round).
 *
 * @param key - shape [2], overwritten
 * @param seed - shape [4], from `seedState`
 * @param purpose - one of {@link PURPOSE}
 * @param index - number of the chain or example, 0–2³²−1
 * @param round - number of the half-step in its Gibbs chain, 0–2³²−1
 */
export function streamKey(key: Uint32Array, seed: Uint32Array, purpose: number, index: number, round: number): void {
  // Each word is absorbed by a bijection of the pair (a, b), so no earlier input is lost.
  let a = mix(seed[0] ^ purpose);
  let b = mix((seed[1] + a) | 0);
  a = mix(a ^ b ^ index);
  b = mix((b + a + seed[2]) | 0);
  a = mix(a ^ b ^ round);
  b = mix((b + a + seed[3]) | 0);
  key[0] = a ^ b;
  key[1] = b;
}

/**
 * Word `n` of a stream, 0–2³²−1.
 *
 * The second key word is mixed in half-way, so that streams with similar first key words are unrelated. Within a stream no word
 * occurs twice: for a given key this is a bijection of n.
 */
export function randomWord(key0: number, key1: number, n: number): number {
  let x = (key0 + Math.imul(n, 0x9e3779b9)) | 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x21f0aaad) ^ key1;
  x ^= x >>> 15;
  x = Math.imul(x, 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** Offset of the words with the lower bits of uniforms, apart from the words that four uniforms share. */
const OWN_WORDS = 0x80000000;

/**
 * Uniform number `n` of a stream, an integer 0–2³²−1; n below 2³¹.
 *
 * Its top byte comes from word n / 4, which four neighbours share; the other 24 bits come from a word of its own. A comparison with
 * a probability seldom needs more than the top byte, so four units usually take one word: see {@link upperByte}.
 */
export function uniform(key0: number, key1: number, n: number): number {
  // The top byte, in place.
  const upper = (randomWord(key0, key1, n >>> 2) << (8 * (n & 3))) & 0xff000000;
  return (upper | (randomWord(key0, key1, n | OWN_WORDS) >>> 8)) >>> 0;
}

/** The top byte of uniform `n`, given word n / 4: the word's top byte for the first of four, and so on down. */
export function upperByte(word: number, n: number): number {
  return (word >>> (24 - 8 * (n & 3))) & 255;
}

/** Fills `out` with the uniform numbers 0, 1, 2, … of the stream with this key, shape [2]. */
export function fillUniforms(out: Uint32Array, key: Uint32Array): void {
  const key0 = key[0];
  const key1 = key[1];
  for (let n = 0; n < out.length; n++) out[n] = uniform(key0, key1, n);
}
