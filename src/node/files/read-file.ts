/**
 * Reading whole files.
 *
 * @module
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { HarmoniumError } from '../../error.ts';
import { fileErrorOrThrow } from './file-error.ts';
import { STANDARD_STREAM } from './standard-stream.ts';

const MEBIBYTE = 1 << 20;

/** The most bytes a model may have: 2²⁸ weights, the biases and the header. */
export const MOST_MODEL_BYTES: number = 1040 * MEBIBYTE;

/**
 * A file's bytes; undefined for a pipe or a device, whose size is unknown and which may block.
 *
 * @param most - how many bytes it may have
 * @param limit - the name of the limit, if an option changes it
 * @throws {HarmoniumError} with the reason; `file-too-large` for more than `most` bytes, before anything is read
 */
export function readRegular(path: string, most: number, limit?: 'maxBytes'): Uint8Array | undefined {
  try {
    const kind = statSync(path);
    if (!kind.isFile() && !kind.isDirectory()) return undefined;
    if (kind.size > most) throw tooLarge(`${kind.size} bytes`, most, limit);
    return readFileSync(path);
  } catch (error) {
    throw fileErrorOrThrow(error);
  }
}

/**
 * A file's bytes, stdin's for `-`.
 *
 * @param most - how many bytes it may have
 * @param limit - the name of the limit, if an option changes it
 * @throws {HarmoniumError} with the reason; `file-too-large` for more than `most` bytes, for a regular file before anything is
 * read
 */
export async function readBytes(path: string, most: number, limit?: 'maxBytes'): Promise<Uint8Array> {
  try {
    if (path === STANDARD_STREAM) return await readStream(process.stdin, most, limit);
    return readRegular(path, most, limit) ?? (await readStream(createReadStream(path), most, limit));
  } catch (error) {
    throw fileErrorOrThrow(error);
  }
}

async function readStream(
  stream: AsyncIterable<Buffer>,
  most: number,
  limit: 'maxBytes' | undefined,
): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    parts.push(part);
    length += part.length;
    if (length > most) throw tooLarge('more', most, limit);
  }
  return Buffer.concat(parts);
}

function tooLarge(got: string, most: number, limit: 'maxBytes' | undefined): HarmoniumError {
  const expected = `at most ${most} bytes${limit === undefined ? '' : ` (${limit})`}`;
  const option = limit === undefined ? {} : { option: limit };
  return new HarmoniumError('file-too-large', 'the file is too large', { expected, got, ...option });
}
