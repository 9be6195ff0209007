/**
 * A song: the musical content of a MIDI file, and the form in which the library reads, changes and writes music.
 *
 * @module
 */
import type { RawChunk, RawEvent } from './raw-event.ts';

/** General MIDI's percussion channel, from 0: its pitches are instruments. */
const DRUM_CHANNEL = 9;

/** Channels per port: in a file with several ports, channels are numbered 16 · port + channel. */
export const PORT_CHANNELS = 16;

/** Maximum number of channels: 128 ports of 16. */
export const MAX_CHANNELS = 2048;

/** Whether a channel, 0–2,047, is the percussion channel of its port. */
export function isDrumChannel(channel: number): boolean {
  return channel % PORT_CHANNELS === DRUM_CHANNEL;
}

/** One note. Times are in ticks, see {@link Song.ppq}. */
export interface Note {
  /** Tick of the note on, ≥ 0. */
  readonly start: number;
  /** Ticks from note on to note off, ≥ 0. */
  readonly length: number;
  /** 0–127; 60 is middle C. */
  readonly pitch: number;
  /** 1–127 */
  readonly velocity: number;
  /**
   * 0–15; 9 is percussion ("channel 10" to musicians), see {@link isDrumChannel}. With several ports 16 · port + channel:
   * channel 17 is the second channel of port 1.
   */
  readonly channel: number;
  /** Number of its track, from 0. */
  readonly track: number;
}

/** Something at one time of the song. */
interface Timed {
  /** From the song's start. */
  readonly tick: number;
}

/** A change of one channel. */
interface ChannelChange extends Timed {
  /** 0–2,047: 16 · port + MIDI channel 0–15 */
  readonly channel: number;
  /** Track number, from 0. */
  readonly track: number;
}

/** A tempo change. Before the first, a quarter note lasts 500,000 µs: 120 beats per minute. */
export interface Tempo extends Timed {
  /** 1–16,777,215 */
  readonly microsecondsPerQuarter: number;
}

/** A time signature, `numerator`/`denominator`. Before the first, 4/4. */
export interface TimeSignature extends Timed {
  /** 0–255 */
  readonly numerator: number;
  /** A power of two, 1–64. */
  readonly denominator: number;
}

/** A key signature; files do not always tell the truth here. */
export interface KeySignature extends Timed {
  /** Track number, from 0. */
  readonly track: number;
  /** Number of sharps, or of flats as a negative number, −7–7. */
  readonly sharps: number;
  /** Minor rather than major. */
  readonly minor: boolean;
}

/** A program change: from `tick` on a channel plays this instrument. */
export interface ProgramChange extends ChannelChange {
  /** 0–127, General MIDI's numbers less one; 0 is a grand piano. */
  readonly program: number;
}

/** A change of the sustain pedal (controller 64): 64 and more is down. Controller 121, "reset all controllers", adds one to 0. */
export interface PedalChange extends ChannelChange {
  /** 0–127 */
  readonly value: number;
}

/** A control change of a controller other than the sustain pedal. */
export interface ControlChange extends ChannelChange {
  /** 0–127, but not 64: see {@link Song.pedals}. */
  readonly controller: number;
  /** 0–127 */
  readonly value: number;
}

/** A pitch bend. */
export interface PitchBend extends ChannelChange {
  /** −8,192–8,191, relative to the bend range: two semitones unless the channel sets another (RPN 0). */
  readonly value: number;
}

/** Channel pressure (aftertouch). */
export interface ChannelPressure extends ChannelChange {
  /** 0–127 */
  readonly value: number;
}

/**
 * A piece of music.
 *
 * `notes` are sorted by start, channel, pitch, track, then length; the other lists by tick, then track, then file order. Of several
 * changes of a channel at one tick the last takes effect.
 */
export interface Song {
  /** 0: a single track; 1: simultaneous tracks; 2: independent pieces. */
  readonly format: 0 | 1 | 2;
  /** Ticks in a quarter note, 1–32,767. */
  readonly ppq: number;
  /** Number of tracks, ≥ 1. */
  readonly tracks: number;
  /** Tick at which the last track ends; no note ends later. */
  readonly end: number;
  /** By start. */
  readonly notes: readonly Note[];
  /** By tick; none: 120 quarter notes per minute. */
  readonly tempos: readonly Tempo[];
  /** By tick; none: 4/4. */
  readonly timeSignatures: readonly TimeSignature[];
  /** By tick. */
  readonly programs: readonly ProgramChange[];
  /** By tick. */
  readonly pedals: readonly PedalChange[];
  /** This list and the next three are undefined if empty. */
  readonly controls?: readonly ControlChange[];
  /** By tick; undefined as `controls`. */
  readonly bends?: readonly PitchBend[];
  /** By tick; undefined as `controls`. */
  readonly pressures?: readonly ChannelPressure[];
  /** By tick; undefined as `controls`. */
  readonly keySignatures?: readonly KeySignature[];
  /**
   * The events of the file that the song was read from. `writeMidi` writes list entries that are still the same objects byte for
   * byte, together with all events that no list holds; it drops events of removed entries and adds new ones.
   */
  readonly source?: SongSource;
}

/** The events of a file, and the list entry of the song that each belongs to. */
export interface SongSource {
  /** The header's 16-bit time division. */
  readonly division: number;
  /** Ticks in a quarter note when the file was read. */
  readonly ppq: number;
  /** The file's tracks, in order. */
  readonly tracks: readonly SourceTrack[];
  /** Chunks other than header and tracks. */
  readonly chunks: readonly RawChunk[];
  /** Entries without an event of their own: the tempo of a file with SMPTE time, the pedal change of a reset. */
  readonly implied: readonly object[];
}

/** A track of a file. */
export interface SourceTrack {
  /** All events except end of track, in file order. */
  readonly events: readonly RawEvent[];
  /** shape [events]: the note, tempo, … that the event belongs to; undefined for events that no list holds */
  readonly owners: readonly (object | undefined)[];
  /** Tick of the end of track event. */
  readonly end: number;
}

/** The part of a song that piano rolls are made from. */
export type SongNotes = Pick<Song, 'format' | 'ppq' | 'tracks' | 'end' | 'notes'>;
