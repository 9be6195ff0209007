/**
 * Events for the entries of a song.
 *
 * @module
 */
import type { MidiEvent as Encoded } from 'midi-file';
import { HarmoniumError } from '../../error.ts';
import { compareNotes, compareTicks } from '../order.ts';
import { type Note, PORT_CHANNELS, type Song } from '../song.ts';

/** An event at a tick. */
export interface TimedEvent {
  readonly tick: number;
  /** Order among events at the same tick. */
  readonly rank: number;
  /** In the encoder's form; `deltaTime` is set later. */
  readonly event: Encoded;
  /** The port of the event's channel; undefined for events without a channel. */
  readonly port?: number | undefined;
}

// Ranks: settings come before notes, and note offs before note ons.
export const META = 0;
const BANK = 1;
const PROGRAM = 2;
const CONTROL = 3;
const OFF = 4;
/** The rank of note ons, the highest. */
export const ON = 5;

/** Bank select: takes effect with the next program change. */
const BANK_SELECT: readonly number[] = [0, 32];

/**
 * The new events of each track, for entries that are not in the song's file, in the order in which to write them.
 *
 * @param written - entries that have events in the song's file
 * @throws {HarmoniumError} `midi-nested-notes` if a note lies within an earlier one of the same track, channel and pitch: note
 * offs do not tell which note they end, so a reader would swap the two ends
 */
export function songEvents(song: Song, written: ReadonlySet<object>): TimedEvent[][] {
  const tracks: TimedEvent[][] = Array.from({ length: song.tracks }, () => []);
  const put = (track: number, tick: number, rank: number, event: Encoded, port?: number): void => {
    tracks[track]?.push({ tick, rank, event, port });
  };
  for (const entry of song.tempos) {
    if (written.has(entry)) continue;
    const { tick, microsecondsPerQuarter } = entry;
    put(0, tick, META, { deltaTime: 0, type: 'setTempo', microsecondsPerBeat: microsecondsPerQuarter });
  }
  for (const entry of song.timeSignatures) {
    if (written.has(entry)) continue;
    const { tick, numerator, denominator } = entry;
    // 24 MIDI clocks per click and 8 thirty-seconds per quarter, the defaults. Written byte by byte, since the encoder's logarithm
    // of the denominator is not exact.
    const data = [numerator, 31 - Math.clz32(denominator), 24, 8];
    put(0, tick, META, { deltaTime: 0, type: 'unknownMeta', metatypeByte: 0x58, data });
  }
  for (const entry of song.keySignatures ?? []) {
    if (written.has(entry)) continue;
    const { tick, track, sharps, minor } = entry;
    put(track, tick, META, { deltaTime: 0, type: 'keySignature', key: sharps, scale: minor ? 1 : 0 });
  }
  /** Puts the entries of a list of channel events. */
  const putAll = <T extends ChannelEntry>(
    list: readonly T[],
    rank: (entry: T) => number,
    encodeOn: (entry: T, channel: number) => Encoded,
  ): void => {
    for (const entry of list) {
      if (written.has(entry)) continue;
      const { tick, track, channel } = entry;
      put(track, tick, rank(entry), encodeOn(entry, channel % PORT_CHANNELS), Math.floor(channel / PORT_CHANNELS));
    }
  };
  putAll(
    song.programs,
    () => PROGRAM,
    ({ program }, channel) => ({ deltaTime: 0, type: 'programChange', channel, programNumber: program }),
  );
  putAll(
    song.pedals,
    () => CONTROL,
    ({ value }, channel) => ({ deltaTime: 0, type: 'controller', channel, controllerType: 64, value }),
  );
  putAll(
    song.controls ?? [],
    ({ controller }) => (BANK_SELECT.includes(controller) ? BANK : CONTROL),
    ({ controller, value }, channel) => {
      return { deltaTime: 0, type: 'controller', channel, controllerType: controller as 0, value };
    },
  );
  putAll(
    song.bends ?? [],
    () => CONTROL,
    ({ value }, channel) => ({ deltaTime: 0, type: 'pitchBend', channel, value }),
  );
  putAll(
    song.pressures ?? [],
    () => CONTROL,
    ({ value }, channel) => ({ deltaTime: 0, type: 'channelAftertouch', channel, amount: value }),
  );
  const last = new Map<number, Note>();
  for (const note of [...song.notes].sort(compareNotes)) {
    const { start, length, pitch: noteNumber, velocity, track } = note;
    const channel = note.channel % PORT_CHANNELS;
    const port = Math.floor(note.channel / PORT_CHANNELS);
    const key = (track * 2048 + note.channel) * 128 + noteNumber;
    const before = last.get(key);
    last.set(key, note);
    if (written.has(note)) continue;
    if (before !== undefined && start + length < before.start + before.length) refuseNested(before, note);
    put(track, start, ON, { deltaTime: 0, type: 'noteOn', channel, noteNumber, velocity }, port);
    // The note off of a note of length 0 must follow its note on.
    const off: Encoded = { deltaTime: 0, type: 'noteOff', channel, noteNumber, velocity: 0 };
    put(track, start + length, length === 0 ? ON : OFF, off, port);
  }
  for (const track of tracks) track.sort((a, b) => compareTicks(a, b) || a.rank - b.rank);
  return tracks;
}

type ChannelEntry = { readonly tick: number; readonly track: number; readonly channel: number };

function refuseNested(outer: Note, inner: Note): never {
  const { track, channel, pitch } = inner;
  throw new HarmoniumError(
    'midi-nested-notes',
    `two notes of track ${track}, channel ${channel}, pitch ${pitch}: the second ends before the first`,
    { expected: `the note from tick ${rangeOf(outer)} to end first`, got: `one from tick ${rangeOf(inner)} within it` },
  );
}

function rangeOf(note: Note): string {
  return `${note.start} to ${note.start + note.length}`;
}
