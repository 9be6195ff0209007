/**
 * Writing MIDI files.
 *
 * @module
 */
import { type MidiEvent as Encoded, writeMidi as encode } from 'midi-file';
import { checkSong } from '../check-song.ts';
import type { Song, SongSource } from '../song.ts';
import { songEvents, type TimedEvent } from './song-events.ts';
import { entriesOf, mergeEvents, writtenEntries } from './source-events.ts';

/** The largest variable-length quantity: four bytes of seven bits. */
const LONGEST_DELTA = 268435455;

/**
 * Events encoded per call. The encoder copies its whole output for every delta above 127, so the time grows with the square of
 * this; calls cost too. For 10,000 events with such deltas: in one call 1,560 ms, by 64 about 20 ms.
 */
const PIECE = 64;

/** Bytes that the encoder writes before a track's events: header chunk and track header. */
const HEAD = 22;

/**
 * Writes a song as a Standard MIDI File of the song's format, PPQ and number of tracks.
 *
 * A song that was read from a file is written with every event of the file, in its track, at its tick and in file order: see
 * {@link Song.source}. New tempos and time signatures go to the first track, new notes and channel events to their own. New tracks
 * end at the song's end, others where they ended.
 *
 * The lists may be in any order. Reading the file gives the same lists sorted (a large song needs higher limits for reading).
 *
 * @throws {HarmoniumError} `option-range` for a number out of its range, with entry and field as `option` (`notes[3].pitch`);
 * `midi-nested-notes` if a note lies within an earlier one of the same track, channel and pitch
 */
export function writeMidi(song: Song): Uint8Array {
  checkSong(song);
  const parts: ArrayLike<number>[] = [header(song)];
  const { chunks = [] } = sourceOf(song) ?? {};
  let next = 0;
  for (const [track, { events, end }] of trackEvents(song).entries()) {
    for (let chunk = chunks[next]; chunk !== undefined && chunk.after <= track; chunk = chunks[++next]) {
      parts.push(chunk.bytes);
    }
    const pieces = trackPieces(events, end);
    let length = 0;
    for (const piece of pieces) length += piece.length;
    parts.push([0x4d, 0x54, 0x72, 0x6b, ...uint32(length)]);
    for (const piece of pieces) parts.push(piece);
  }
  for (const chunk of chunks.slice(next)) parts.push(chunk.bytes);
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

/** The song's file, unless the song's PPQ has changed since: the ticks of the file's events would be wrong. */
function sourceOf({ ppq, source }: Song): SongSource | undefined {
  return source?.ppq === ppq ? source : undefined;
}

/** The events and the end of each track. */
function trackEvents(song: Song): { events: Iterable<TimedEvent>; end: number }[] {
  const source = sourceOf(song);
  if (source === undefined) return songEvents(song, new Set()).map((events) => ({ events, end: song.end }));
  const kept = entriesOf(song);
  const ends = source.tracks.slice(0, song.tracks).map(({ end }) => end);
  // If the song was made longer, the first track extends to its end.
  const isLonger = song.tracks === ends.length && song.end > ends.reduce((most, end) => Math.max(most, end), 0);
  return songEvents(song, writtenEntries(song)).map((added, track) => {
    const old = source.tracks[track];
    if (old === undefined) return { events: added, end: song.end };
    const last = added[added.length - 1]?.tick ?? 0;
    return {
      events: mergeEvents(old, kept, added),
      end: Math.max(old.end, last, isLonger && track === 0 ? song.end : 0),
    };
  });
}

/** A track's encoded events, in pieces. */
function trackPieces(events: Iterable<TimedEvent>, end: number): ArrayLike<number>[] {
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
  let current = 0;
  for (const { event, tick: at, port = current } of events) {
    if (port !== current && !isPort(event)) put({ deltaTime: 0, type: 'portPrefix', port }, at);
    current = port;
    put(event, at);
  }
  put({ deltaTime: 0, type: 'endOfTrack' }, end);
  if (piece.length > 0) pieces.push(encodeEvents(piece));
  return pieces;
}

function isPort(event: Encoded): boolean {
  return event.type === 'unknownMeta' && event.metatypeByte === 0x21;
}

function encodeEvents(events: Encoded[]): ArrayLike<number> {
  return encode({ header: { format: 0, numTracks: 1, ticksPerBeat: 96 }, tracks: [events] }).slice(HEAD);
}

/** The header chunk. The encoder's would count a single track. */
function header(song: Song): number[] {
  const { format, tracks } = song;
  const division = divisionOf(song);
  const words = [format, tracks, division].flatMap((word) => [word >>> 8, word & 255]);
  return [0x4d, 0x54, 0x68, 0x64, ...uint32(6), ...words];
}

/** The time division: SMPTE if the song's file has it and the song has no other tempo since. */
function divisionOf(song: Song): number {
  const { ppq, tempos } = song;
  const source = sourceOf(song);
  if (source === undefined || source.division < 0x8000) return ppq;
  const [tempo] = tempos;
  return tempos.length === 1 && tempo !== undefined && source.implied.includes(tempo) ? source.division : ppq;
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
