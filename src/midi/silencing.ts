/**
 * Controllers that are messages to the whole channel: all notes off, all sound off, reset all controllers.
 *
 * Source: MIDI 1.0 Detailed Specification (1996), "Channel Mode Messages"; RP-015 (1999) for the reset.
 * @module
 */
import type { MidiTracks } from './midi-tracks.ts';
import { MAX_CHANNELS, PORT_CHANNELS, type Song } from './song.ts';

/** Ends all notes of its channel at once, also those that the pedal holds. */
export const ALL_SOUND_OFF = 120;

/** Puts the controllers of its channel back, the pedal among them. */
export const RESET_CONTROLLERS = 121;

/** As if the channel's keys came up: 123, and the four changes of mode behind it. */
const ALL_NOTES_OFF = 123;

/** Whether a controller ends the notes of its channel. */
function endsNotes(controller: number): boolean {
  return controller === ALL_SOUND_OFF || controller >= ALL_NOTES_OFF;
}

/** The tick at which a note of `channel` ends that lasts from `start` to `end` if nothing silences the channel. */
export type NoteCut = (channel: number, start: number, end: number) => number;

/**
 * Where the notes of a file's tracks are ended by messages to their channel, of whatever track: `cutNotes(file)(track)`. In
 * format 2, where tracks are pieces of their own, a message is to its own track. One in the tick in which a note begins came
 * before it.
 */
export function cutNotes(file: MidiTracks): (track: number) => NoteCut {
  const table = new TickTable(file.format);
  for (const [track, { events }] of file.tracks.entries()) {
    let port = 0;
    for (const event of events) {
      if (event.kind === 'port') port = event.port;
      if (event.kind !== 'control' || !endsNotes(event.controller)) continue;
      table.add(track, port * PORT_CHANNELS + event.channel, event.tick);
    }
  }
  table.sort();
  return (track) => (channel, start, end) => Math.min(end, table.firstAfter(track, channel, start));
}

/** Where a song's channels fall silent at once, pedal or not: as {@link cutNotes}, for the controller 120 alone. */
export function cutSounds(song: Song): (track: number) => NoteCut {
  const table = new TickTable(song.format);
  for (const { controller, track, channel, tick } of song.controls ?? []) {
    if (controller === ALL_SOUND_OFF) table.add(track, channel, tick);
  }
  table.sort();
  return (track) => (channel, start, end) => Math.min(end, table.firstAfter(track, channel, start));
}

/**
 * The song with its notes ended by the messages to their channels, as {@link cutNotes} does when a file is read: it changes a
 * song that was put together by hand. The pedal's work must not be done yet.
 */
export function releaseNotes(song: Song): Song {
  const messages = (song.controls ?? []).filter(({ controller }) => endsNotes(controller));
  if (messages.length === 0) return song;
  const table = new TickTable(song.format);
  for (const { track, channel, tick } of messages) table.add(track, channel, tick);
  table.sort();
  const notes = song.notes.map((note) => {
    const most = table.firstAfter(note.track, note.channel, note.start) - note.start;
    return note.length <= most ? note : { ...note, length: most };
  });
  return { ...song, notes };
}

/** Ticks at which something happens to a channel; in format 2, to a channel of a track. */
class TickTable {
  readonly #ticks = new Map<number, number[]>();
  readonly #format: number;

  constructor(format: number) {
    this.#format = format;
  }

  add(track: number, channel: number, tick: number): void {
    const key = this.#key(track, channel);
    const list = this.#ticks.get(key);
    if (list === undefined) this.#ticks.set(key, [tick]);
    else list.push(tick);
  }

  /** To be called once all ticks are there. */
  sort(): void {
    for (const list of this.#ticks.values()) list.sort((a, b) => a - b);
  }

  /** The first tick of a channel after `tick`; Infinity if there is none. */
  firstAfter(track: number, channel: number, tick: number): number {
    const ticks = this.#ticks.get(this.#key(track, channel));
    if (ticks === undefined) return Infinity;
    let low = 0;
    let high = ticks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ticks[middle] ?? 0) <= tick) low = middle + 1;
      else high = middle;
    }
    return ticks[low] ?? Infinity;
  }

  #key(track: number, channel: number): number {
    return (this.#format === 2 ? track * MAX_CHANNELS : 0) + channel;
  }
}
