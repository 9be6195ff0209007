/**
 * Channel mode messages that end notes: all sound off, all notes off, and what implies it; reset all controllers.
 *
 * Source: MIDI 1.0 Detailed Specification (1996), "Channel Mode Messages"; RP-015 (1999) for the reset.
 * @module
 */
import type { MidiTracks } from './midi-tracks.ts';
import { MAX_CHANNELS, PORT_CHANNELS, type Song } from './song.ts';

/** All sound off: ends all notes of the channel, also those that the pedal sustains. */
export const ALL_SOUND_OFF = 120;

/** Reset all controllers, the sustain pedal included. */
export const RESET_CONTROLLERS = 121;

/** All notes off; the mode changes 124–127 imply it. */
const ALL_NOTES_OFF = 123;

/** Whether a controller ends the notes of its channel. */
function endsNotes(controller: number): boolean {
  return controller === ALL_SOUND_OFF || controller >= ALL_NOTES_OFF;
}

/** The end of a note of `channel` that would last from `start` to `end`: the first message that ends it, or `end`. */
export type NoteCut = (channel: number, start: number, end: number) => number;

/**
 * Cuts notes at "all sound off" and "all notes off" messages: `cutNotes(file)(track)`. A message affects its channel in all tracks;
 * in format 2, whose tracks are independent, in its own track only. A message in a note's first tick counts as earlier.
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

/** As {@link cutNotes}, for "all sound off" only: the message that silences sustained notes too. */
export function cutSounds(song: Song): (track: number) => NoteCut {
  const table = new TickTable(song.format);
  for (const { controller, track, channel, tick } of song.controls ?? []) {
    if (controller === ALL_SOUND_OFF) table.add(track, channel, tick);
  }
  table.sort();
  return (track) => (channel, start, end) => Math.min(end, table.firstAfter(track, channel, start));
}

/**
 * The song with its notes cut by channel mode messages, as {@link cutNotes} does on reading: needed for songs that were not read
 * from a file. To be applied before `sustain`.
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

/** The ticks of messages by channel; in format 2 by track and channel. */
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

  /** To be called after the last `add`. */
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
