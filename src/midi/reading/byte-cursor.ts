/**
 * A bounds-checked reader over a part of a file.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';

/** A read position that moves forwards. Offsets count from the start of `bytes`, not of the part. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  /** Offset of the next byte. */
  at: number;
  /** Offset after the last byte that may be read. */
  readonly end: number;

  constructor(bytes: Uint8Array, at: number, end: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** Number of bytes left. */
  get left(): number {
    return this.end - this.at;
  }

  /**
   * Checks that `count` more bytes are there.
   *
   * @param what - the field's name, for the message
   * @throws {HarmoniumError} `midi-truncated`
   */
  need(count: number, what: string): void {
    if (count > this.left) {
      throw new HarmoniumError('midi-truncated', `the data ends inside ${what}`, {
        expected: count === 1 ? 'one more byte' : `${count} more bytes`,
        got: `${this.left}`,
        offset: this.at,
      });
    }
  }

  /** The next byte, 0–255. */
  byte(what: string): number {
    this.need(1, what);
    return this.bytes[this.at++] ?? 0;
  }

  /**
   * The next data byte of a message, 0–127.
   *
   * @throws {HarmoniumError} `midi-data-byte` if its top bit is set
   */
  data(what: string): number {
    const value = this.byte(what);
    if (value > 127) {
      throw new HarmoniumError('midi-data-byte', what, {
        expected: 'a number from 0 to 127',
        got: `${value}`,
        offset: this.at - 1,
      });
    }
    return value;
  }

  /**
   * The next variable-length quantity, 0–268,435,455: seven bits per byte, the top bit set on all but the last.
   *
   * Source: Standard MIDI Files 1.0 (1988), which allows four bytes. Readers that accept more overflow to negative times.
   *
   * @throws {HarmoniumError} `midi-variable-length` if there is a fifth byte
   */
  variable(what: string): number {
    const start = this.at;
    let value = 0;
    for (let n = 0; n < 4; n++) {
      const byte = this.byte(what);
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
    throw new HarmoniumError('midi-variable-length', what, {
      expected: 'a variable-length number of at most 4 bytes',
      got: 'more',
      offset: start,
    });
  }

  /** Skips `count` bytes; returns the offset of the first. */
  skip(count: number, what: string): number {
    this.need(count, what);
    this.at += count;
    return this.at - count;
  }

  /** The next two bytes, most significant first. */
  uint16(what: string): number {
    this.need(2, what);
    const high = this.byte(what);
    return high * 256 + this.byte(what);
  }

  /** The next four bytes, most significant first, as an unsigned number. */
  uint32(what: string): number {
    this.need(4, what);
    const high = this.uint16(what);
    return high * 65536 + this.uint16(what);
  }

  /** The next four bytes, least significant first, as an unsigned number. */
  uint32LittleEndian(what: string): number {
    const value = this.uint32(what);
    return (value & 255) * 16777216 + ((value >>> 8) & 255) * 65536 + ((value >>> 16) & 255) * 256 + (value >>> 24);
  }

  /** The next four bytes as ASCII; unprintable ones become question marks. */
  tag(what: string): string {
    this.need(4, what);
    let tag = '';
    for (let n = 0; n < 4; n++) {
      const byte = this.byte(what);
      tag += byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '?';
    }
    return tag;
  }
}
