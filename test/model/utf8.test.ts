import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../src/math/text/utf8.ts';
import { decodeUtf8 } from '../../src/safetensors/utf8.ts';
import { errorOf } from './file-parts.ts';

function unlessThrown(act: () => string): string | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

describe('utf8', () => {
  it('writes what TextEncoder writes and reads it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = encodeUtf8(text);
        expect([...bytes]).toEqual([...new TextEncoder().encode(text)]);
        expect(decodeUtf8(bytes, 0, bytes.length)).toBe(text);
      }),
    );
  });

  it('knows every character of Unicode', () => {
    const wrong: number[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code < 0xe000) continue;
      const text = String.fromCodePoint(code);
      const bytes = encodeUtf8(text);
      if (decodeUtf8(bytes, 0, bytes.length) !== text) wrong.push(code);
    }
    expect(wrong).toEqual([]);
  });

  it('accepts exactly what a fatal TextDecoder accepts', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    let refused = 0;
    let accepted = 0;
    const check = (bytes: Uint8Array): void => {
      const theirs = unlessThrown(() => decoder.decode(bytes));
      if (unlessThrown(() => decodeUtf8(bytes, 0, bytes.length)) !== theirs) throw new Error(`differ on ${[...bytes]}`);
      if (theirs === undefined) refused++;
      else accepted++;
    };
    // The bytes at which the rules change.
    const edges = [0, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed];
    edges.push(0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xf7, 0xf8, 0xff);
    for (const a of edges) {
      check(Uint8Array.of(a));
      for (const b of edges) {
        check(Uint8Array.of(a, b));
        for (const c of edges) {
          check(Uint8Array.of(a, b, c));
          for (const d of [0x41, 0x80, 0xbf, 0xc2]) check(Uint8Array.of(a, b, c, d));
        }
      }
    }
    expect(refused).toBeGreaterThan(10_000);
    expect(accepted).toBeGreaterThan(100);
  });

  it('names the byte at fault', () => {
    expect(errorOf(() => decodeUtf8(Uint8Array.of(65, 66, 0xff, 67), 0, 4))).toMatchObject({
      name: 'HarmoniumError',
      code: 'model-header',
      offset: 2,
    });
    expect(errorOf(() => decodeUtf8(Uint8Array.of(65, 0xe2, 0x99, 0xaf), 0, 3)).offset).toBe(1);
  });

  it('writes half a surrogate pair as the replacement character', () => {
    expect(encodeUtf8('a\ud83d')).toEqual(encodeUtf8('a\ufffd'));
    expect(encodeUtf8('\udfb5\ud83d')).toEqual(encodeUtf8('\ufffd\ufffd'));
  });
});
