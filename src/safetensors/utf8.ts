/**
 * Strict UTF-8, read by hand: not every engine has TextDecoder. Writing it is `math/text/utf8`.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';

/**
 * The text of `bytes[from, to)`.
 *
 * Refused as the standard requires: stray lead and continuation bytes, truncated characters, overlong forms
 * (such as the two-byte NUL), surrogates, and anything above U+10FFFF.
 *
 * @throws {HarmoniumError} `model-header`, with the offset of the character at fault
 */
export function decodeUtf8(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  let at = from;
  while (at < to) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
    if (length === 0 || at + length > to) throw notUtf8(first, at);
    let code = length === 1 ? first : first & (0x7f >> length);
    for (let k = 1; k < length; k++) {
      const byte = bytes[at + k] ?? 0;
      if ((byte & 0xc0) !== 0x80) throw notUtf8(first, at);
      code = (code << 6) | (byte & 63);
    }
    const least = length === 1 ? 0 : length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) throw notUtf8(first, at);
    text += String.fromCodePoint(code);
    at += length;
  }
  return text;
}

function notUtf8(byte: number, offset: number): HarmoniumError {
  return new HarmoniumError('model-header', 'invalid UTF-8 in the header', {
    expected: 'a whole UTF-8 sequence',
    got: `0x${byte.toString(16)}`,
    offset,
  });
}
