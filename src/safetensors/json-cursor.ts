/**
 * The tokens of strict JSON, read one at a time from bytes: `header.ts` is the parser.
 *
 * JSON.parse would hide what a strict reader must see: of two equal keys it silently keeps the second, `1e3` and `-0` pass for
 * whole numbers, and it gives no byte offsets.
 *
 * Source: RFC 8259.
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { decodeUtf8 } from './utf8.ts';

/** A position in `bytes`; reading moves `at` towards `end`. */
export interface JsonCursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** The error for the byte at the cursor. */
export function unexpected(cursor: JsonCursor, expected: string): HarmoniumError {
  const byte = cursor.at < cursor.end ? cursor.bytes[cursor.at] : undefined;
  let got = 'the end of the header';
  if (byte !== undefined) {
    got = byte > 0x20 && byte < 0x7f ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16)}`;
  }
  return new HarmoniumError('model-header', 'invalid JSON in the header', { expected, got, offset: cursor.at });
}

function peek(cursor: JsonCursor): number {
  return cursor.at < cursor.end ? (cursor.bytes[cursor.at] ?? -1) : -1;
}

function skipSpace(cursor: JsonCursor): void {
  for (let byte = peek(cursor); byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = peek(cursor)) {
    cursor.at++;
  }
}

/** Takes `mark`, one character, if it comes next after any space. */
export function takeMark(cursor: JsonCursor, mark: string): boolean {
  skipSpace(cursor);
  if (peek(cursor) !== mark.charCodeAt(0)) return false;
  cursor.at++;
  return true;
}

/** Takes `mark`, one character, which must come next after any space. */
export function demandMark(cursor: JsonCursor, mark: string): void {
  if (!takeMark(cursor, mark)) throw unexpected(cursor, `'${mark}'`);
}

/** Reads a whole number from 0 to 2⁵³ − 1: no sign, fraction, exponent or leading zero. */
export function readWhole(cursor: JsonCursor): number {
  skipSpace(cursor);
  const start = cursor.at;
  let value = 0;
  for (let digit = peek(cursor) - 0x30; digit >= 0 && digit <= 9; digit = peek(cursor) - 0x30) {
    value = value * 10 + digit;
    cursor.at++;
    if (value > Number.MAX_SAFE_INTEGER) throw unexpected(cursor, 'a number of at most 2^53 - 1');
  }
  const digits = cursor.at - start;
  if (digits === 0 || (digits > 1 && cursor.bytes[start] === 0x30)) {
    cursor.at = start;
    throw unexpected(cursor, 'a whole number');
  }
  return value;
}

/** Reads a string; afterwards the cursor is behind its closing quote. */
export function readString(cursor: JsonCursor): string {
  skipSpace(cursor);
  if (peek(cursor) !== QUOTE) throw unexpected(cursor, 'a string');
  cursor.at++;
  let text = '';
  let plain = cursor.at;
  for (;;) {
    const byte = peek(cursor);
    if (byte < 0x20) throw unexpected(cursor, 'a character or a closing quote');
    if (byte === QUOTE || byte === BACKSLASH) {
      text += decodeUtf8(cursor.bytes, plain, cursor.at++);
      if (byte === QUOTE) return text;
      text += readEscape(cursor);
      plain = cursor.at;
    } else cursor.at++;
  }
}

/** What follows a backslash. */
function readEscape(cursor: JsonCursor): string {
  const letter = String.fromCharCode(Math.max(0, peek(cursor)));
  const plain = ESCAPES.get(letter);
  if (plain === undefined && letter !== 'u') throw unexpected(cursor, 'one of "\\/bfnrtu after a backslash');
  cursor.at++;
  if (plain !== undefined) return plain;
  const first = readHex(cursor);
  if (first < 0xd800 || first > 0xdfff) return String.fromCharCode(first);
  // Half a surrogate pair: the other half must follow as an escape too.
  if (first < 0xdc00 && peek(cursor) === BACKSLASH && cursor.bytes[cursor.at + 1] === 0x75) {
    cursor.at += 2;
    const second = readHex(cursor);
    if (second >= 0xdc00 && second <= 0xdfff) return String.fromCharCode(first, second);
  }
  throw unexpected(cursor, 'both halves of a surrogate pair');
}

function readHex(cursor: JsonCursor): number {
  let value = 0;
  for (let k = 0; k < 4; k++) {
    const byte = peek(cursor);
    const low = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) value = value * 16 + byte - 0x30;
    else if (low >= 0x61 && low <= 0x66) value = value * 16 + low - 0x57;
    else throw unexpected(cursor, 'four hexadecimal digits');
    cursor.at++;
  }
  return value;
}
