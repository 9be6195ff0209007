import { describe, expect, it } from 'vitest';
import { fillUniforms, PURPOSE, streamKey, uniform } from '../../src/math/random.ts';
import { seedState } from '../../src/math/seed-state.ts';
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
    expect(hex([0, 1, 2, 3, 0x7fffffff, 0xffffffff].map((n) => uniform(0xdeadbeef, 0x12345678, n)))).toEqual(
      '3baad462 999245ed ecc59bfa 95a4a7c6 6b1b0368 4738c384',
    );
    const numbers = new Uint32Array(100_000);
    fillUniforms(numbers, Uint32Array.of(1, 2));
    expect(fingerprint(numbers)).toEqual('c4f63a30');
  });

  it('fill what single numbers say', () => {
    const key = keyOf(seedState(7), PURPOSE.chain, 1, 2);
    const numbers = new Uint32Array(1000);
    fillUniforms(numbers, key);
    numbers.forEach((number, n) => expect(number).toBe(uniform(key[0], key[1], n)));
  });

  it('have purposes of their own, which never change', () => {
    expect(PURPOSE).toEqual({ weights: 1, heldOut: 2, shuffle: 3, training: 4, start: 5, chain: 6 });
  });
});

describe('uniform', () => {
  it('never gives the same number twice within 2²⁰ places', () => {
    const seen = new Uint32Array(2 ** 20);
    fillUniforms(seen, Uint32Array.of(3, 4));
    seen.sort();
    expect(seen.every((number, n) => n === 0 || number !== seen[n - 1])).toBe(true);
  });
});
