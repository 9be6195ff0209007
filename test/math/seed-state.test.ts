import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import { encodeUtf8 } from '../../src/math/text/utf8.ts';

function hex(seed: string | number): string {
  return Array.from(seedState(seed), (x) => x.toString(16).padStart(8, '0')).join(' ');
}

describe('seedState', () => {
  it('is frozen', () => {
    expect(hex('')).toEqual('2aaa157a 7ca6845a 00076ba3 e6777fb6');
    expect(hex('harmonium')).toEqual('f036d5ae 2bbba0e1 ebdbbebe a8f29faf');
    expect(hex('和声')).toEqual('71db5502 b4279783 bfd58cbd b3fd0546');
    expect(hex('🎵🎶')).toEqual('c24b50bd f1939d32 5473d517 efc926bf');
    expect(hex('long '.repeat(1000))).toEqual('019d52a8 1de3f93c 8c11db89 900f1347');
    expect(hex('lone \ud83c surrogate')).toEqual('90b94515 e8d7a8c6 5a8965b0 fce843a2');
    expect(hex(0)).toEqual('9832e264 ce7c5974 213a6be5 acb9f2f8');
    expect(hex(-9007199254740991)).toEqual('47e91a50 1015f074 70ce70a7 af2de6fa');
  });

  it('takes a whole number as its digits', () => {
    expect(hex(7)).toBe(hex('7'));
    expect(hex(-0)).toBe(hex('0'));
  });

  it('refuses numbers that are not whole, naming the seed', () => {
    for (const seed of [0.5, NaN, Infinity, 2 ** 53]) {
      expect(() => seedState(seed)).toThrow(
        expect.objectContaining({ code: 'option-range', option: 'seed', got: String(seed) }),
      );
    }
  });

  it('gives different words to 20,000 neighbouring seeds', () => {
    const states = new Set<string>();
    for (let seed = 0; seed < 10_000; seed++) states.add(hex(seed)).add(hex(`song ${seed}`));
    expect(states.size).toBe(20_000);
  });
});

describe('encodeUtf8', () => {
  it('writes what the platform writes, lone surrogates and all', () => {
    const unit = fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0x7f, 0x80, 0x7ff, 0x800, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xffff),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 40 }), (units) => {
        const text = String.fromCharCode(...units);
        expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      }),
      { numRuns: 1000 },
    );
  });
});
