/**
 * Pairing events into notes.
 *
 * @module
 */
import type { MidiEvent, MidiTracks, NoteOn, TrackEvents } from '../midi-tracks.ts';
import { compareNotes, compareTicks } from '../order.ts';
import { cutNotes, type NoteCut, RESET_CONTROLLERS } from '../silencing.ts';
import {
  type ChannelPressure,
  type ControlChange,
  type KeySignature,
  type Note,
  type PedalChange,
  type PitchBend,
  PORT_CHANNELS,
  type ProgramChange,
  type Song,
  type SongSource,
  type SourceTrack,
  type Tempo,
  type TimeSignature,
} from '../song.ts';
import { ignoreWarning, type OnWarning, type ReadMidiOptions } from './warning.ts';

/** Maximum denominator of a time signature. */
const MAX_DENOMINATOR = 64;

/** Maximum number of sharps or flats. */
const MAX_SHARPS = 7;

/** The lists of a song under construction, by track and in file order. */
interface SongLists {
  readonly notes: Note[];
  readonly tempos: Tempo[];
  readonly timeSignatures: TimeSignature[];
  readonly programs: ProgramChange[];
  readonly pedals: PedalChange[];
  readonly controls: ControlChange[];
  readonly bends: PitchBend[];
  readonly pressures: ChannelPressure[];
  readonly keySignatures: KeySignature[];
}

/** Entries without an event of their own, see `SongSource.implied`. */
type Implied = object[];

/**
 * Builds a song from the events of a file. Note ons and note offs of the same track, channel and pitch are paired first in, first
 * out. Note offs without a note on are ignored; notes without a note off end with their track, or are left out (`hanging`).
 * Controllers 120 and 123–127 (all sound off, all notes off) end all notes of their channel.
 *
 * First in, first out, because files in use release a key and strike it again in the same tick, with the events in either order.
 *
 * @param options - `onWarning` is called once for each track with hanging notes
 */
export function songFromTracks(file: MidiTracks, options: ReadMidiOptions = {}): Song {
  const { onWarning = ignoreWarning, hanging: rule = 'end' } = options;
  const lists: SongLists = {
    notes: [],
    tempos: [],
    timeSignatures: [],
    programs: [],
    pedals: [],
    controls: [],
    bends: [],
    pressures: [],
    keySignatures: [],
  };
  const implied: Implied = [];
  const cuts = cutNotes(file);
  const sources: SourceTrack[] = [];
  let end = 0;
  for (const [index, track] of file.tracks.entries()) {
    const owners: (object | undefined)[] = Array.from({ length: track.raw?.length ?? 0 });
    const hanging = readTrack(track, index, lists, implied, owners, cuts(index), rule === 'end', onWarning);
    if (hanging > 0) {
      const message = `track ${index} has ${hanging} notes without a note off: they ${rule === 'end' ? 'end with the track' : 'are left out'}`;
      onWarning({ code: 'midi-hanging-note', message, offset: undefined });
    }
    if (track.raw !== undefined) sources.push({ events: track.raw, owners, end: track.end });
    end = Math.max(end, track.end);
  }
  // Sorting is stable: simultaneous entries stay by track and in file order.
  lists.notes.sort(compareNotes);
  for (const list of [lists.tempos, lists.timeSignatures, lists.programs, lists.pedals]) list.sort(compareTicks);
  for (const list of [lists.controls, lists.bends, lists.pressures, lists.keySignatures]) list.sort(compareTicks);
  const { format, ppq } = file;
  const { controls, bends, pressures, keySignatures, ...always } = lists;
  const song = {
    format,
    ppq,
    tracks: file.tracks.length,
    end,
    ...always,
    ...(controls.length > 0 ? { controls } : {}),
    ...(bends.length > 0 ? { bends } : {}),
    ...(pressures.length > 0 ? { pressures } : {}),
    ...(keySignatures.length > 0 ? { keySignatures } : {}),
  };
  return sources.length < file.tracks.length
    ? song
    : { ...song, source: sourceOf(file, sources, implied, lists.tempos) };
}

/** With SMPTE time the single tempo is implied by the header, and all tempo events belong to it. */
function sourceOf(
  { division, ppq, chunks = [] }: MidiTracks,
  tracks: SourceTrack[],
  implied: Implied,
  [first]: readonly Tempo[],
): SongSource {
  if (division === undefined || division < 0x8000 || first === undefined) {
    return { division: division ?? ppq, ppq, tracks, chunks, implied };
  }
  const withTempos = tracks.map(({ events, owners, end }) => ({
    events,
    owners: owners.map((owner, n) => (isTempo(events[n]?.bytes) ? first : owner)),
    end,
  }));
  return { division, ppq, tracks: withTempos, chunks, implied: [...implied, first] };
}

function isTempo(bytes: ArrayLike<number> | undefined): boolean {
  return bytes?.[0] === 0xff && bytes[1] === 0x51;
}

/** The note ons of one pitch so far; the first `ended` of them are paired. */
interface NoteQueue {
  readonly ons: NoteOn[];
  ended: number;
}

/** Adds a track's entries to the lists and records their events' owners; returns the number of hanging notes. */
function readTrack(
  { events, end }: TrackEvents,
  track: number,
  lists: SongLists,
  implied: Implied,
  owners: (object | undefined)[],
  cut: NoteCut,
  keepsHanging: boolean,
  onWarning: OnWarning,
): number {
  const sounding = new Map<number, NoteQueue>();
  let port = 0;
  const setOwner = (event: MidiEvent | undefined, entry: object): void => {
    if (event?.rawIndex !== undefined) owners[event.rawIndex] = entry;
  };
  const addNote = (on: NoteOn, channel: number, off: MidiEvent | undefined, tick: number): void => {
    const note = {
      start: on.tick,
      length: cut(channel, on.tick, tick) - on.tick,
      pitch: on.pitch,
      velocity: on.velocity,
      channel,
      track,
    };
    lists.notes.push(note);
    setOwner(on, note);
    setOwner(off, note);
  };
  for (const event of events) {
    if (event.kind === 'port') port = event.port;
    else if (event.kind === 'note-on') {
      const key = (port * PORT_CHANNELS + event.channel) * 128 + event.pitch;
      const queue = sounding.get(key);
      if (queue === undefined) sounding.set(key, { ons: [event], ended: 0 });
      else queue.ons.push(event);
    } else if (event.kind === 'note-off') {
      const channel = port * PORT_CHANNELS + event.channel;
      const queue = sounding.get(channel * 128 + event.pitch);
      const on = queue?.ons[queue.ended];
      if (queue === undefined || on === undefined) continue;
      queue.ended++;
      addNote(on, channel, event, event.tick);
    } else {
      const entry = addChange(lists, implied, event, port, track, onWarning);
      if (entry !== undefined) setOwner(event, entry);
    }
  }
  let hanging = 0;
  for (const [key, { ons, ended }] of sounding) {
    const channel = Math.floor(key / 128);
    for (const on of ons.slice(ended)) {
      const isCut = cut(channel, on.tick, Infinity) <= end;
      if (!isCut) hanging++;
      if (isCut || keepsHanging) addNote(on, channel, undefined, end);
    }
  }
  return hanging;
}

/** Adds the entry of an event that is not a note; returns the event's owner, if it has one. */
function addChange(
  lists: SongLists,
  implied: Implied,
  event: Exclude<MidiEvent, { kind: 'note-on' | 'note-off' | 'port' }>,
  port: number,
  track: number,
  onWarning: OnWarning,
): object | undefined {
  const { tick } = event;
  if (event.kind === 'tempo') {
    return append(lists.tempos, { tick, microsecondsPerQuarter: event.microsecondsPerQuarter });
  }
  if (event.kind === 'time-signature') {
    const { numerator, denominator } = event;
    if (denominator <= MAX_DENOMINATOR) return append(lists.timeSignatures, { tick, numerator, denominator });
    const message = `track ${track} has a time signature of ${numerator}/${denominator} at tick ${tick}: it is left out`;
    onWarning({ code: 'midi-denominator', message, offset: undefined });
    return undefined;
  }
  if (event.kind === 'key-signature') {
    const { sharps, minor } = event;
    if (Math.abs(sharps) <= MAX_SHARPS) return append(lists.keySignatures, { tick, track, sharps, minor });
    const message = `track ${track} has a key signature of ${sharps} sharps at tick ${tick}: it is left out`;
    onWarning({ code: 'midi-key-signature', message, offset: undefined });
    return undefined;
  }
  const channel = port * PORT_CHANNELS + event.channel;
  if (event.kind === 'program') return append(lists.programs, { tick, channel, track, program: event.program });
  if (event.kind === 'bend') return append(lists.bends, { tick, channel, track, value: event.value });
  if (event.kind === 'pressure') return append(lists.pressures, { tick, channel, track, value: event.value });
  if (event.kind === 'pedal') return append(lists.pedals, { tick, channel, track, value: event.value });
  const { controller, value } = event;
  // A reset is also a pedal change; the event belongs to the entry in `controls`.
  if (controller === RESET_CONTROLLERS) implied.push(append(lists.pedals, { tick, channel, track, value: 0 }));
  return append(lists.controls, { tick, channel, track, controller, value });
}

function append<T extends object>(list: T[], entry: T): T {
  list.push(entry);
  return entry;
}
