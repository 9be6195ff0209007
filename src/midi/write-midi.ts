/**
 * Writing MIDI files.
 *
 * @module
 */
import { type MidiEvent as Encoded, writeMidi as encode } from 'midi-file';
import { checkSong } from './check-song.ts';
import type { Song } from './song.ts';
import { songEvents, type TimedEvent } from './song-events.ts';

/** The longest time that four bytes of seven bits can tell. */
const LONGEST_DELTA = 268435455;

/**
 * Events the encoder gets at once. It copies all it has written for every delta above 127, so the time grows with the
 * square of this; calls cost too. For 10,000 events with such deltas: all at once 1,560 ms, by 64 about 20 ms.
 */
const PIECE = 64;

/** Bytes the encoder puts before a track's events: header chunk and track's head. */
const HEAD = 22;

/**
 * Writes a song as a Standard MIDI File: its format, PPQ and tracks; every track ends at the song's end. Tempos and time
 * signatures go to the first track.
 *
 * The lists may be in any order. Reading the file gives the same song with its lists in order (with the limits of
 * `midi/limits` raised for a song beyond them).
 *
 * @throws {HarmoniumError} `option-range` for a number out of its range, with the entry and the field as `option`
 * (`notes[3].pitch`); `midi-nested-notes` where a note lies within an earlier one of the same key
 */
export function writeMidi(song: Song): Uint8Array {
  checkSong(song);
  const parts: ArrayLike<number>[] = [header(song)];
  for (const events of songEvents(song)) {
    const pieces = trackPieces(events, song.end);
    let length = 0;
    for (const piece of pieces) length += piece.length;
    parts.push([0x4d, 0x54, 0x72, 0x6b, ...uint32(length)]);
    for (const piece of pieces) parts.push(piece);
  }
  let size = 0;
  for (const part of parts) size += part.length;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A track's bytes without its head, in pieces. */
function trackPieces(events: readonly TimedEvent[], end: number): ArrayLike<number>[] {
  const pieces: ArrayLike<number>[] = [];
  let piece: Encoded[] = [];
  let tick = 0;
  const put = (event: Encoded, at: number): void => {
    for (; at - tick > LONGEST_DELTA; tick += LONGEST_DELTA) {
      piece.push({ deltaTime: LONGEST_DELTA, type: 'text', text: '' });
    }
    event.deltaTime = at - tick;
    tick = at;
    piece.push(event);
    if (piece.length < PIECE) return;
    pieces.push(encodeEvents(piece));
    piece = [];
  };
  for (const { event, tick: at } of events) put(event, at);
  put({ deltaTime: 0, type: 'endOfTrack' }, end);
  if (piece.length > 0) pieces.push(encodeEvents(piece));
  return pieces;
}

function encodeEvents(events: Encoded[]): ArrayLike<number> {
  return encode({ header: { format: 0, numTracks: 1, ticksPerBeat: 96 }, tracks: [events] }).slice(HEAD);
}

/** The header chunk. The encoder's would count only the tracks it is given. */
function header({ format, tracks, ppq }: Song): number[] {
  return [0x4d, 0x54, 0x68, 0x64, ...uint32(6), 0, format, tracks >>> 8, tracks & 255, ppq >>> 8, ppq & 255];
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
