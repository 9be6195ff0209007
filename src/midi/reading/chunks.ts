/**
 * The chunks of a MIDI file: its header, and the byte ranges of its tracks.
 *
 * Source: Standard MIDI Files 1.0 (1988), "Chunks", and "RIFF-Based MIDI File Format" (RP-029).
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import { ByteCursor } from './byte-cursor.ts';
import { type Division, readDivision } from './division.ts';
import { limitError } from './limits.ts';
import type { OnWarning } from './warning.ts';

/** The data of a chunk: bytes [start, end) of the file. */
export interface ChunkRange {
  readonly start: number;
  readonly end: number;
}

/** A chunk other than header and track, with its type and length. */
interface OtherChunk extends ChunkRange {
  /** Number of tracks before it. */
  readonly after: number;
}

/** The contents of the header, and where the tracks are. */
export interface Chunks {
  readonly format: 0 | 1 | 2;
  readonly division: Division;
  readonly tracks: readonly ChunkRange[];
  readonly others: readonly OtherChunk[];
}

/**
 * Finds header and tracks, in a plain file or in a RIFF wrapper. Extra header bytes and chunks of unknown type are skipped, as the
 * standard requires; the latter are listed in `others`.
 *
 * @throws {HarmoniumError} `midi-header`, `midi-division`, `midi-truncated`; `midi-chunk` if a chunk is longer than the
 * file or there is no track; `midi-too-long` for more than `maxTracks`
 */
export function readChunks(bytes: Uint8Array, maxTracks: number, onWarning: OnWarning): Chunks {
  const cursor = unwrap(new ByteCursor(bytes, 0, bytes.length));
  const first = cursor.at;
  if (cursor.left < 4 || cursor.tag('the header') !== 'MThd') notMidi(bytes, first);
  const length = cursor.uint32('the header');
  if (length < 6) {
    throw new HarmoniumError('midi-header', "the header's length", {
      expected: 'at least 6 bytes',
      got: `${length}`,
      offset: first + 4,
    });
  }
  cursor.need(length, 'the header');
  const body = cursor.at;
  const format = cursor.uint16('the header');
  const declared = cursor.uint16('the header');
  const division = readDivision(cursor.uint16('the header'), body + 4);
  if (format !== 0 && format !== 1 && format !== 2) {
    throw new HarmoniumError('midi-header', "the file's format", {
      expected: '0, 1 or 2',
      got: `${format}`,
      offset: body,
    });
  }
  cursor.at = body + length;
  const { tracks, others } = findTracks(cursor, declared, maxTracks, onWarning);
  if (tracks.length !== declared) {
    const message = `the header declares ${declared} tracks, the file has ${tracks.length}`;
    onWarning({ code: 'midi-track-count', message, offset: body + 2 });
  }
  if (format !== 0 || tracks.length === 1) return { format, division, tracks, others };
  const message = `a file of format 0 has one track, this one has ${tracks.length}: read as format 1`;
  onWarning({ code: 'midi-format', message, offset: body });
  return { format: 1, division, tracks, others };
}

function findTracks(
  cursor: ByteCursor,
  declared: number,
  maxTracks: number,
  onWarning: OnWarning,
): Pick<Chunks, 'tracks' | 'others'> {
  const tracks: ChunkRange[] = [];
  const others: OtherChunk[] = [];
  while (cursor.left >= 8) {
    const offset = cursor.at;
    const tag = cursor.tag('a chunk');
    const length = cursor.uint32('a chunk');
    if (length > cursor.left) {
      // Anything may follow the last track: some players append tags.
      if (tag !== 'MTrk' && tracks.length > 0 && tracks.length >= declared) {
        cursor.at = offset;
        break;
      }
      throw new HarmoniumError('midi-chunk', `the length of the chunk '${tag}'`, {
        expected: `at most the ${cursor.left} bytes left in the file`,
        got: `${length}`,
        offset: offset + 4,
      });
    }
    const start = cursor.skip(length, 'a chunk');
    if (tag !== 'MTrk') {
      if (others.length === maxTracks) {
        throw limitError(
          'the file has too many chunks of unknown type',
          ['maxTracks', maxTracks, 'chunks'],
          'more',
          offset,
        );
      }
      others.push({ start: offset, end: cursor.at, after: tracks.length });
      continue;
    }
    if (tracks.length === maxTracks) {
      throw limitError('the file has too many tracks', ['maxTracks', maxTracks, 'tracks'], 'more', offset);
    }
    tracks.push({ start, end: cursor.at });
  }
  if (cursor.left > 0) {
    const message = `${cursor.left} bytes after the last chunk`;
    onWarning({ code: 'midi-after-end', message, offset: cursor.at });
  }
  if (tracks.length === 0) {
    throw new HarmoniumError('midi-chunk', 'the number of tracks', {
      expected: 'at least 1',
      got: '0',
      offset: cursor.at,
    });
  }
  return { tracks, others };
}

/** The MIDI file inside a RIFF file of type RMID; other files unchanged. */
function unwrap(file: ByteCursor): ByteCursor {
  const inside = new ByteCursor(file.bytes, file.at, file.end);
  if (inside.left < 12 || inside.tag('the wrapper') !== 'RIFF') return file;
  inside.uint32LittleEndian('the wrapper');
  if (inside.tag('the wrapper') !== 'RMID') return file;
  while (inside.left >= 8) {
    const offset = inside.at;
    const tag = inside.tag('a RIFF chunk');
    const length = inside.uint32LittleEndian('a RIFF chunk');
    if (length > inside.left) {
      throw new HarmoniumError('midi-chunk', `the length of the RIFF chunk '${tag}'`, {
        expected: `at most the ${inside.left} bytes left in the file`,
        got: `${length}`,
        offset: offset + 4,
      });
    }
    if (tag === 'data') return new ByteCursor(file.bytes, inside.at, inside.at + length);
    // RIFF chunks are padded to an even length.
    inside.skip(Math.min(length + (length % 2), inside.left), 'a RIFF chunk');
  }
  throw new HarmoniumError('midi-header', 'not a MIDI file', {
    expected: "a chunk 'data' in the RIFF file",
    got: 'none',
    offset: inside.at,
  });
}

function notMidi(bytes: Uint8Array, offset: number): never {
  const cursor = new ByteCursor(bytes, offset, bytes.length);
  let got = 'an empty file';
  if (bytes.length > 0) got = cursor.left < 4 ? `${cursor.left} bytes` : `'${cursor.tag('the header')}'`;
  throw new HarmoniumError('midi-header', 'not a MIDI file', { expected: "'MThd'", got, offset });
}
