/**
 * Walks over a track and writes it anew, so that the decoder sees nothing it cannot take.
 *
 * The decoder (`midi-file`) is right about every correct event, but takes impossible ones as they come: parameters above
 * 127, missing bytes, numbers that wrap round to negative, where it reads for ever; and it fails on texts of more than
 * about 120,000 bytes. So each event is checked here first, at its place in the user's file.
 *
 * Source: Standard MIDI Files 1.0 (1988), "MTrk events".
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { ByteCursor } from './byte-cursor.ts';
import type { TrackPlace } from './chunks.ts';
import type { OnWarning } from './warning.ts';

/** No track may last this many ticks: sums stay exact, and every tick fits a signed 32-bit number. */
export const TICK_LIMIT = 2147483648;

/** Bytes before the first event: header chunk and track's head. */
const HEAD = 22;

const END_OF_TRACK = 0x2f;
const SET_TEMPO = 0x51;
const TIME_SIGNATURE = 0x58;

/** A MIDI file of one track, and how many events it has. */
export interface CleanTrack {
  readonly bytes: Uint8Array;
  readonly events: number;
}

/**
 * Rewrites a track as a file of its own: the same times and the same notes, controllers, programs, tempos and time
 * signatures; every other event becomes an empty text at the same time. Each event gets its status byte, and there is
 * exactly one end-of-track.
 *
 * @param bytes - the user's file
 * @param name - what to call the track in messages
 * @throws {HarmoniumError} `midi-truncated`, `midi-data-byte`, `midi-variable-length`, `midi-status`, `midi-tempo`,
 * `midi-time-signature`, or `midi-too-long` from 2³¹ ticks on
 */
export function cleanTrack(bytes: Uint8Array, place: TrackPlace, name: string, onWarning: OnWarning): CleanTrack {
  const cursor = new ByteCursor(bytes, place.start, place.end);
  // The worst is a two-byte event under running status, which grows by its status byte.
  const out = new Uint8Array(HEAD + cursor.left + (cursor.left >>> 1) + 4);
  out.set([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 0x4d, 0x54, 0x72, 0x6b]);
  let n = HEAD;
  let status = 0;
  let tick = 0;
  let events = 0;
  let ended = false;
  while (cursor.left > 0 && !ended) {
    const offset = cursor.at;
    tick += cursor.variable('a delta time');
    if (tick >= TICK_LIMIT) {
      throw new HarmoniumError('midi-too-long', `${name} is too long`, {
        expected: `less than ${TICK_LIMIT} ticks`,
        got: `${tick}`,
        offset,
      });
    }
    for (let at = offset; at < cursor.at; at++) out[n++] = bytes[at] ?? 0;
    const first = cursor.byte('an event');
    if (first === 0xff) {
      const kind = cursor.byte('a meta event');
      const length = cursor.variable('the length of a meta event');
      const start = cursor.skip(length, 'a meta event');
      ended = kind === END_OF_TRACK;
      n = writeMeta(out, n, kind, bytes.subarray(start, start + length), offset);
    } else if (first === 0xf0 || first === 0xf7) {
      cursor.skip(cursor.variable('the length of a system message'), 'a system message');
      n = writeMeta(out, n, 0, new Uint8Array(0), offset);
    } else if (first > 0xf0) {
      throw new HarmoniumError('midi-status', 'an event', {
        expected: 'a status byte from 128 to 240, 247 or 255',
        got: `${first}`,
        offset: cursor.at - 1,
      });
    } else {
      // A first byte below 128 means "the status as before". The standard lets meta and system events end that; files
      // in use carry on after them, so it lasts.
      if (first < 128) cursor.at--;
      else status = first;
      if (status === 0) {
        throw new HarmoniumError('midi-status', 'the first event', {
          expected: 'a status byte (128 or more)',
          got: `${first}`,
          offset: cursor.at,
        });
      }
      out[n++] = status;
      out[n++] = cursor.data(parameter(status));
      // Program changes and channel pressure have one parameter, all others two.
      if ((status & 0xe0) !== 0xc0) out[n++] = cursor.data(parameter(status));
    }
    events++;
  }
  if (!ended) {
    onWarning({ code: 'midi-no-end', message: `${name} has no end-of-track event`, offset: cursor.at });
    out[n++] = 0;
    n = writeMeta(out, n, END_OF_TRACK, new Uint8Array(0), cursor.at);
    events++;
  } else if (cursor.left > 0) {
    const message = `${cursor.left} bytes after the end of ${name}`;
    onWarning({ code: 'midi-after-end', message, offset: cursor.at });
  }
  const length = n - HEAD;
  out.set([length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255], HEAD - 4);
  return { bytes: out.subarray(0, n), events };
}

/** Writes what the decoder needs of a meta event; longer ones than the standard's are cut, as it asks. */
function writeMeta(out: Uint8Array, at: number, kind: number, data: Uint8Array, offset: number): number {
  let keep = 0;
  if (kind === SET_TEMPO) keep = 3;
  if (kind === TIME_SIGNATURE) keep = 2;
  if (data.length < keep) {
    throw new HarmoniumError('midi-truncated', 'the length of a meta event', {
      expected: `at least ${keep} bytes`,
      got: `${data.length}`,
      offset,
    });
  }
  if (kind === SET_TEMPO && data[0] === 0 && data[1] === 0 && data[2] === 0) {
    throw new HarmoniumError('midi-tempo', 'a tempo', { expected: 'at least 1 µs a quarter note', got: '0', offset });
  }
  const exponent = data[1] ?? 0;
  if (kind === TIME_SIGNATURE && exponent > 31) {
    throw new HarmoniumError('midi-time-signature', "a time signature's denominator", {
      expected: '2 to the power of at most 31',
      got: `${exponent}`,
      offset,
    });
  }
  out[at] = 0xff;
  out[at + 1] = keep > 0 || kind === END_OF_TRACK ? kind : 1;
  out[at + 2] = keep;
  for (let i = 0; i < keep; i++) out[at + 3 + i] = data[i] ?? 0;
  return at + 3 + keep;
}

const PARAMETERS: readonly string[] = [
  'a note off',
  'a note on',
  'key pressure',
  'a controller',
  'a program change',
  'channel pressure',
  'a pitch bend',
];

function parameter(status: number): string {
  return PARAMETERS[(status >>> 4) - 8] ?? 'an event';
}
