/** Addressed random numbers, as in `math/random/random.ts`: one word, or four at a time, which serve sixteen units. */
import { seed } from './machine';

function mix(x: u32): u32 {
  x ^= x >> 16;
  x *= 0x21f0aaad;
  x ^= x >> 15;
  x *= 0x735a2d97;
  return x ^ (x >> 15);
}

/** Word `n` of a stream. */
export function randomWord(key0: u32, key1: u32, n: u32): u32 {
  let x: u32 = key0 + n * 0x9e3779b9;
  x ^= x >> 16;
  x = (x * 0x21f0aaad) ^ key1;
  x ^= x >> 15;
  x *= 0x735a2d97;
  return x ^ (x >> 15);
}

/** Four words of a stream: `x` holds key0 + n · 0x9e3779b9 for each, `first` and `second` the two multipliers. */
export function randomWords(x: v128, key1: v128, first: v128, second: v128): v128 {
  x = v128.xor(x, i32x4.shr_u(x, 16));
  x = v128.xor(i32x4.mul(x, first), key1);
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, second);
  return v128.xor(x, i32x4.shr_u(x, 15));
}

/** Uniform number `n` of a stream, whose upper byte is in word n / 4. */
export function uniform(key0: u32, key1: u32, n: u32): u32 {
  return (
    ((randomWord(key0, key1, n >> 2) << (8 * (n & 3))) & 0xff000000) | (randomWord(key0, key1, n | 0x80000000) >> 8)
  );
}

/** Writes the two words of the key of stream (seed, purpose, index, round). */
export function streamKey(to: usize, purpose: u32, index: u32, round: u32): void {
  let a = mix(load<u32>(seed, 0) ^ purpose);
  let b = mix(load<u32>(seed, 4) + a);
  a = mix(a ^ b ^ index);
  b = mix(b + a + load<u32>(seed, 8));
  a = mix(a ^ b ^ round);
  b = mix(b + a + load<u32>(seed, 12));
  store<u32>(to, a ^ b, 0);
  store<u32>(to, b, 4);
}
