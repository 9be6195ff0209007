/**
 * Validates a track and rewrites it for the decoder.
 *
 * The decoder (`midi-file`) reads every valid event correctly, but does not reject invalid ones: data bytes above 127, missing
 * bytes, and lengths that overflow to negative numbers, on which it never returns. It fails on texts above about 120,000 bytes. So
 * each event is checked here first, with offsets of the user's file.
 *
 * Source: Standard MIDI Files 1.0 (1988), "MTrk events".
 * @module
 */
import { HarmoniumError } from '../../error.ts';
import type { RawEvent } from '../raw-event.ts';
import { ByteCursor } from './byte-cursor.ts';
import type { ChunkRange } from './chunks.ts';
import type { EventWriter } from './event-writer.ts';
import { limitError } from './limits.ts';
import type { OnWarning } from './warning.ts';

const END_OF_TRACK = 0x2f;
const PORT = 0x21;
const SET_TEMPO = 0x51;
const TIME_SIGNATURE = 0x58;
const KEY_SIGNATURE = 0x59;

/** The sustain pedal's controller number; numbers from 120 on are channel mode messages. */
const PEDAL = 64;
const FIRST_MODE = 120;

/** The state of reading a file's tracks. */
export interface ReadState {
  /** The user's file. */
  readonly bytes: Uint8Array;
  readonly limits: Readonly<Record<'maxEvents' | 'maxTicks', number>>;
  readonly onWarning: OnWarning;
  /** Receives the events for the decoder, a piece of a track at a time. */
  readonly writer: EventWriter;
  /** Keep everything, or only what notes, bars and tempos are made from. */
  readonly keep: 'all' | 'notes';
  /** Number of events of all kinds so far, in all tracks. */
  events: number;
  /** The track's events byte for byte, if all are kept. */
  raw: RawEvent[];
  /** For each event written for the decoder, its index in `raw`. */
  rawIndices: number[];
}

/**
 * Rewrites a track as pieces of some thousand events, each a MIDI file: the same times, the events that `midi-tracks` has kinds
 * for, each with its status byte, and a single end of track. Other events are only checked, and kept in `state.raw`.
 *
 * @param name - the track's name in messages
 * @throws {HarmoniumError} `midi-truncated`, `midi-data-byte`, `midi-variable-length`, `midi-status`, `midi-tempo`,
 * `midi-time-signature`; `midi-too-long` for too many events or ticks
 */
export function* cleanTrack(state: ReadState, range: ChunkRange, name: string): Generator<Uint8Array, void, undefined> {
  const { bytes, onWarning, writer } = state;
  const { maxEvents, maxTicks } = state.limits;
  const cursor = new ByteCursor(bytes, range.start, range.end);
  const keepsAll = state.keep === 'all';
  state.raw = [];
  state.rawIndices = [];
  let status = 0;
  let tick = 0;
  let ended = false;
  while (cursor.left > 0 && !ended) {
    const offset = cursor.at;
    if (state.events === maxEvents) {
      throw limitError('the file has too many events', ['maxEvents', maxEvents, 'events'], `more in ${name}`, offset);
    }
    state.events++;
    const delta = cursor.variable('a delta time');
    tick += delta;
    if (tick > maxTicks) {
      throw limitError(`${name} is too long`, ['maxTicks', maxTicks, 'ticks'], `${tick}`, offset);
    }
    writer.pass(delta);
    const first = cursor.byte('an event');
    if (first === 0xff) {
      const kind = cursor.byte('a meta event');
      const length = cursor.variable('the length of a meta event');
      const start = cursor.skip(length, 'a meta event');
      ended = kind === END_OF_TRACK;
      const data = bytes.subarray(start, start + length);
      if (putMeta(state, kind, data, offset)) state.rawIndices.push(state.raw.length);
      if (keepsAll && !ended) state.raw.push({ tick, bytes: joined([first, kind], data) });
    } else if (first === 0xf0 || first === 0xf7) {
      const length = cursor.variable('the length of a system message');
      const start = cursor.skip(length, 'a system message');
      if (keepsAll) state.raw.push({ tick, bytes: joined([first], bytes.subarray(start, start + length)) });
    } else if (first > 0xf0) {
      throw new HarmoniumError('midi-status', 'an event', {
        expected: 'a status byte from 128 to 240, 247 or 255',
        got: `${first}`,
        offset: cursor.at - 1,
      });
    } else {
      // Running status. The standard ends it at meta and system events; files in use continue it, so it is kept.
      if (first < 128) cursor.at--;
      else status = first;
      if (status === 0) {
        throw new HarmoniumError('midi-status', 'the first event', {
          expected: 'a status byte (128 or more)',
          got: `${first}`,
          offset: cursor.at,
        });
      }
      readChannel(state, status, tick, cursor);
    }
    if (writer.full) yield writer.take();
  }
  if (!ended) {
    onWarning({ code: 'midi-no-end', message: `${name} has no end-of-track event`, offset: cursor.at });
    writer.put(0xff, END_OF_TRACK, 0);
  } else if (cursor.left > 0) {
    const message = `${cursor.left} bytes after the end of ${name}`;
    onWarning({ code: 'midi-after-end', message, offset: cursor.at });
  }
  yield writer.take();
}

/** A copy: the caller may reuse the file's memory. */
function joined(head: readonly number[], data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + data.length);
  bytes.set(head);
  bytes.set(data, head.length);
  return bytes;
}

/** Reads the data bytes of a channel message, keeps it, and writes it if the decoder needs it. */
function readChannel(
  { writer, keep, raw, rawIndices }: ReadState,
  status: number,
  tick: number,
  cursor: ByteCursor,
): void {
  const kind = status & 0xf0;
  const first = cursor.data(parameter(status));
  // Program changes and channel pressure have one data byte, all others two.
  const isShort = kind === 0xc0 || kind === 0xd0;
  const second = isShort ? 0 : cursor.data(parameter(status));
  if (isDecoded(keep, kind, first)) {
    if (isShort) writer.put(status, first);
    else writer.put(status, first, second);
    if (keep === 'all') rawIndices.push(raw.length);
  }
  if (keep === 'all') raw.push({ tick, bytes: isShort ? [status, first] : [status, first, second] });
}

/** Whether the decoder needs a channel message: polyphonic pressure is not used, and notes need little else. */
function isDecoded(keep: 'all' | 'notes', kind: number, first: number): boolean {
  if (kind === 0x80 || kind === 0x90 || kind === 0xc0) return true;
  if (kind === 0xb0) return keep === 'all' || first === PEDAL || first >= FIRST_MODE;
  return keep === 'all' && kind !== 0xa0;
}

/**
 * Writes a meta event if the decoder needs it; extra data bytes are dropped, as the standard requires.
 *
 * @returns whether the decoder gets it as a musical event
 */
function putMeta({ writer, keep }: ReadState, kind: number, data: Uint8Array, offset: number): boolean {
  const [first = 0, second = 0, third = 0] = data;
  if (kind === END_OF_TRACK) writer.put(0xff, kind, 0);
  if (kind === PORT && data.length > 0) {
    writer.put(0xff, kind, 1, first & 127);
    return true;
  }
  if (kind === KEY_SIGNATURE && data.length > 1 && keep === 'all') {
    writer.put(0xff, kind, 2, first, second);
    return true;
  }
  if (kind !== SET_TEMPO && kind !== TIME_SIGNATURE) return false;
  const minLength = kind === SET_TEMPO ? 3 : 2;
  if (data.length < minLength) {
    throw new HarmoniumError('midi-truncated', 'the length of a meta event', {
      expected: `at least ${minLength} bytes`,
      got: `${data.length}`,
      offset,
    });
  }
  if (kind === SET_TEMPO) {
    if (first === 0 && second === 0 && third === 0) {
      throw new HarmoniumError('midi-tempo', 'a tempo', {
        expected: 'at least 1 µs a quarter note',
        got: '0',
        offset,
      });
    }
    writer.put(0xff, kind, 3, first, second, third);
    return true;
  }
  if (second > 31) {
    throw new HarmoniumError('midi-time-signature', "a time signature's denominator", {
      expected: '2 to the power of at most 31',
      got: `${second}`,
      offset,
    });
  }
  writer.put(0xff, kind, 2, first, second);
  return true;
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
