import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from '../../src/math/bits/crc32.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('gives the published check value', () => {
  expect(crc32(bytes('123456789'))).toBe(0xcbf43926);
});

it('gives the known values of a word and of nothing', () => {
  expect(crc32(bytes(''))).toBe(0);
  expect(crc32(bytes('The quick brown fox jumps over the lazy dog'))).toBe(0x414fa339);
  expect(crc32(new Uint8Array(32).fill(255))).toBe(0xff6cab0b);
});

it('goes on where it stopped', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
      expect(crc32(b, crc32(a))).toBe(crc32(Uint8Array.of(...a, ...b)));
    }),
  );
});
