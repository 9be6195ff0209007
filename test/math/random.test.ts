import { describe, expect, it } from 'vitest';
import { fillUniforms, PURPOSE, randomWord, streamKey, uniform, upperByte } from '../../src/math/random/random.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { fingerprint } from '../reference/fingerprint.ts';

function hex(numbers: Iterable<number>): string {
  return Array.from(numbers, (x) => x.toString(16).padStart(8, '0')).join(' ');
}

function keyOf(seed: Uint32Array, purpose: number, index: number, round: number): Uint32Array {
  const key = new Uint32Array(2);
  streamKey(key, seed, purpose, index, round);
  return key;
}

describe('streams', () => {
  it('have frozen keys', () => {
    const seed = Uint32Array.of(0x01234567, 0x89abcdef, 0xfedcba98, 0x76543210);
    expect(hex(keyOf(new Uint32Array(4), 0, 0, 0))).toEqual('00000000 00000000');
    expect(hex(keyOf(seed, PURPOSE.weights, 0, 0))).toEqual('1e6b91bb 7246a5ec');
    expect(hex(keyOf(seed, PURPOSE.chain, 7, 199))).toEqual('54669a81 cbf0a083');
    expect(hex(keyOf(seed, PURPOSE.training, 0xffffffff, 0xffffffff))).toEqual('5b7244de 75144897');
  });

  it('have frozen numbers', () => {
    expect(hex([0, 1, 2, 3, 0x7ffffffe, 0x7fffffff].map((n) => uniform(0xdeadbeef, 0x12345678, n)))).toEqual(
      '3bec2316 aaab2715 d47a8af3 62a036f9 a866b472 d74738c3',
    );
    const numbers = new Uint32Array(100_000);
    fillUniforms(numbers, Uint32Array.of(1, 2));
    expect(fingerprint(numbers)).toEqual('5c593da0');
  });

  it('fill what single numbers say', () => {
    const key = keyOf(seedState(7), PURPOSE.chain, 1, 2);
    const numbers = new Uint32Array(1000);
    fillUniforms(numbers, key);
    numbers.forEach((number, n) => expect(number).toBe(uniform(key[0], key[1], n)));
  });

  it('have purposes of their own, which never change', () => {
    expect({ ...PURPOSE }).toEqual({
      weights: 1,
      heldOut: 2,
      shuffle: 3,
      training: 4,
      start: 5,
      chain: 6,
      playing: 7,
      annealing: 8,
      randomNotes: 9,
      variation: 10,
      refill: 11,
      refillStart: 12,
    });
  });
});

describe('randomWord', () => {
  it('never gives the same word twice within 2²⁰ places', () => {
    const seen = Uint32Array.from({ length: 2 ** 20 }, (_, n) => randomWord(3, 4, n)).sort();
    expect(seen.every((word, n) => n === 0 || word !== seen[n - 1])).toBe(true);
  });
});

describe('uniform', () => {
  it('has its upper byte in common with a quarter of a word, its lower bits for itself', () => {
    for (let n = 0; n < 1000; n++) {
      const word = randomWord(5, 6, Math.floor(n / 4));
      const number = uniform(5, 6, n);
      expect(number >>> 24).toBe(Math.floor(word / 256 ** (3 - (n % 4))) % 256);
      expect(number >>> 24).toBe(upperByte(word, n));
      expect(number % 2 ** 24).toBe(randomWord(5, 6, n + 2 ** 31) >>> 8);
    }
  });
});
