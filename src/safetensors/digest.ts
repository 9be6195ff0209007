/**
 * A checksum of the whole file, kept inside it.
 *
 * The CRC-32 of all bytes, with the eight characters of the digest itself taken as `00000000`, as eight lower-case
 * hexadecimal digits. It detects damage; it does not authenticate the writer.
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { crc32 } from '../math/bits/crc32.ts';
import { oneLine, shown } from '../math/text/shown.ts';
import { encodeUtf8 } from '../math/text/utf8.ts';
import type { Header, MetadataEntry } from './header.ts';

/** The placeholder of a digest while it is computed. */
export const BLANK_DIGEST: string = '00000000';

const BLANKS: Uint8Array = new Uint8Array(8).fill(0x30);

/** The digest of a file whose own eight digits are at `offset`. */
export function digestAt(bytes: Uint8Array, offset: number): string {
  const crc = crc32(bytes.subarray(offset + 8), crc32(BLANKS, crc32(bytes.subarray(0, offset))));
  return crc.toString(16).padStart(8, '0');
}

/** Fills in the digest of a file that has {@link BLANK_DIGEST} at `offset`, in place. */
export function sealDigest(bytes: Uint8Array, offset: number): void {
  bytes.set(encodeUtf8(digestAt(bytes, offset)), offset);
}

/**
 * Fails unless the file is as it was written. A file without a digest passes: other programs write none.
 *
 * @throws {HarmoniumError} `model-digest`
 */
export function checkDigest(bytes: Uint8Array, header: Header): void {
  const entry: MetadataEntry | undefined = header.metadata.get('digest');
  if (entry === undefined) return;
  const { text, offset } = entry;
  // A digit may not be written as an escape: the eight characters must be the eight bytes that were left out.
  if (text.length !== 8 || bytes[offset + 8] !== 0x22) {
    throw new HarmoniumError('model-digest', 'invalid digest', {
      expected: 'eight hexadecimal digits',
      got: shown(text),
      offset,
    });
  }
  const digest = digestAt(bytes, offset);
  if (text !== digest) {
    throw new HarmoniumError('model-digest', 'the file was damaged or changed since it was written', {
      expected: `digest ${oneLine(text, 8)}`,
      got: digest,
      offset,
    });
  }
}
