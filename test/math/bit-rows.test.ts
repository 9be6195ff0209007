import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearBit, getBit, setBit, wordsFor } from '../../src/math/bits/bit-rows.ts';
import { bitAt, packBits } from '../reference/bits.ts';

const run = fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 200 });

describe('bit rows', () => {
  it('put the first bit at the top of the first word', () => {
    const bits = new Uint32Array(2);
    setBit(bits, 0);
    setBit(bits, 33);
    expect([...bits]).toEqual([0x80000000, 0x40000000]);
  });

  it('read what bit-by-bit arithmetic reads', () => {
    fc.assert(
      fc.property(run, (dense) => {
        const bits = packBits(dense);
        dense.forEach((bit, index) => {
          expect(getBit(bits, index)).toBe(bit);
          expect(bitAt(bits, index)).toBe(bit);
        });
      }),
    );
  });

  it('set and clear one bit and no other', () => {
    fc.assert(
      fc.property(run, fc.nat(), fc.boolean(), (dense, place, on) => {
        const index = place % dense.length;
        const bits = packBits(dense);
        (on ? setBit : clearBit)(bits, index);
        expect([...bits]).toEqual([...packBits(dense.map((bit, n) => (n === index ? Number(on) : bit)))]);
      }),
    );
  });

  it('take a word for every 32 bits begun', () => {
    expect([0, 1, 31, 32, 33, 64, 2 ** 32].map(wordsFor)).toEqual([0, 1, 1, 1, 2, 2, 2 ** 27]);
  });
});
