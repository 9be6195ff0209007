import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../../src/math/text/base64.ts';

describe('fromBase64', () => {
  it('gives the bytes back that Node encoded, with and without the end marked', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(fromBase64(text)).toEqual(bytes);
        expect(fromBase64(text.replace(/=+$/, ''))).toEqual(bytes);
      }),
    );
  });

  it('knows every digit', () => {
    const bytes = Uint8Array.from({ length: 256 * 3 }, (_, n) => (n % 3 === 1 ? n >> 1 : n));
    const text = Buffer.from(bytes).toString('base64');
    expect(new Set(text)).toHaveLength(64);
    expect(fromBase64(text)).toEqual(bytes);
  });

  // RFC 4648, section 10.
  it.each([
    ['', ''],
    ['Zg==', 'f'],
    ['Zm8=', 'fo'],
    ['Zm9v', 'foo'],
    ['Zm9vYg==', 'foob'],
    ['Zm9vYmE=', 'fooba'],
    ['Zm9vYmFy', 'foobar'],
  ])("decodes '%s'", (text, decoded) => {
    expect(Buffer.from(fromBase64(text)).toString()).toBe(decoded);
  });
});
