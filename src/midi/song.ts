/**
 * What a MIDI file says, as music: the form all of this library reads, changes and writes.
 *
 * @module
 */
import type { RawChunk, RawEvent } from './raw-event.ts';

/** MIDI's percussion channel, counted from 0: its pitches are instruments. */
const DRUM_CHANNEL = 9;

/** Channels of a port: a file with several ports has as many times sixteen channels, numbered 16 · port + channel. */
export const PORT_CHANNELS = 16;

/** The most channels there can be: those of 128 ports. */
export const MAX_CHANNELS = 2048;

/** Whether a channel is the percussion channel of its port. */
export function isDrumChannel(channel: number): boolean {
  return channel % PORT_CHANNELS === DRUM_CHANNEL;
}

/** One note. Times are in ticks, see {@link Song.ppq}. */
export interface Note {
  /** Tick at which it begins, ≥ 0. */
  readonly start: number;
  /** Ticks for which its key is held, ≥ 0. */
  readonly length: number;
  /** 0–127; 60 is middle C. */
  readonly pitch: number;
  /** How hard it is struck, 1–127. */
  readonly velocity: number;
  /**
   * 0–15; 9 is percussion ("channel 10" to musicians), see {@link isDrumChannel}. In a file with several ports 16 · port is
   * added: channel 17 is the second channel of port 1.
   */
  readonly channel: number;
  /** Which of the file's tracks it is in, from 0. */
  readonly track: number;
}

/** From `tick` on, a quarter note lasts this long. Without any, 500,000 µs: 120 beats a minute. */
export interface Tempo {
  readonly tick: number;
  /** 1–16,777,215 */
  readonly microsecondsPerQuarter: number;
}

/** From `tick` on, bars of `numerator`/`denominator`. Without any, 4/4. */
export interface TimeSignature {
  readonly tick: number;
  /** 0–255 */
  readonly numerator: number;
  /** A power of two, 1–64. */
  readonly denominator: number;
}

/** From `tick` on, the music is in this key, so it says. */
export interface KeySignature {
  readonly tick: number;
  readonly track: number;
  /** Sharps, or flats as a negative number: −7–7. */
  readonly sharps: number;
  readonly minor: boolean;
}

/** From `tick` on, a channel plays this instrument. */
export interface ProgramChange {
  readonly tick: number;
  readonly channel: number;
  readonly track: number;
  /** 0–127, General MIDI's numbers less one; 0 is a grand piano. */
  readonly program: number;
}

/** A movement of the sustain pedal: 64 and more is down. Controller 121, "reset all controllers", is one to 0 as well. */
export interface PedalChange {
  readonly tick: number;
  readonly channel: number;
  readonly track: number;
  /** 0–127 */
  readonly value: number;
}

/** A controller other than the sustain pedal moves. */
export interface ControlChange {
  readonly tick: number;
  readonly channel: number;
  readonly track: number;
  /** 0–127, but not 64: see {@link Song.pedals}. */
  readonly controller: number;
  /** 0–127 */
  readonly value: number;
}

/** A channel's pitch wheel moves. */
export interface PitchBend {
  readonly tick: number;
  readonly channel: number;
  readonly track: number;
  /** −8,192–8,191: the share of the bend range, two semitones unless the channel sets another (RPN 0). */
  readonly value: number;
}

/** The pressure on a channel's keys changes. */
export interface ChannelPressure {
  readonly tick: number;
  readonly channel: number;
  readonly track: number;
  /** 0–127 */
  readonly value: number;
}

/**
 * A piece of music.
 *
 * `notes` are ordered by start, channel, pitch, track, then length; the other lists by tick, then track, then as the file has
 * them. A channel may have several changes at one tick: the last one holds.
 */
export interface Song {
  /** 0: one track; 1: tracks that sound together; 2: tracks that are pieces of their own. */
  readonly format: 0 | 1 | 2;
  /** Ticks in a quarter note, 1–32,767. */
  readonly ppq: number;
  /** Number of tracks, ≥ 1. */
  readonly tracks: number;
  /** Tick at which the last track ends; no note ends later. */
  readonly end: number;
  readonly notes: readonly Note[];
  readonly tempos: readonly Tempo[];
  readonly timeSignatures: readonly TimeSignature[];
  readonly programs: readonly ProgramChange[];
  readonly pedals: readonly PedalChange[];
  /** This list and the next three are only there if they have entries. */
  readonly controls?: readonly ControlChange[];
  readonly bends?: readonly PitchBend[];
  readonly pressures?: readonly ChannelPressure[];
  readonly keySignatures?: readonly KeySignature[];
  /**
   * The events of the file that the song was read from. `writeMidi` writes an entry of the lists above that is still the
   * same object as it stood there, with all that no list tells of around it; it leaves out what is no longer listed and adds
   * what is new.
   */
  readonly source?: SongSource;
}

/** The events of a file, and which of a song's entries each belongs to. */
export interface SongSource {
  /** The header's time division, as it stands there. */
  readonly division: number;
  /** The song's ticks in a quarter note when it was read. */
  readonly ppq: number;
  readonly tracks: readonly SourceTrack[];
  /** Chunks that are no tracks. */
  readonly chunks: readonly RawChunk[];
  /** Entries that no event of their own is written for: the tempo of a file that counts film frames, a reset's pedal. */
  readonly implied: readonly object[];
}

/** A track as it stands in a file. */
export interface SourceTrack {
  /** All events but the end of the track, in the file's order. */
  readonly events: readonly RawEvent[];
  /** shape [events]: the note, tempo, … that the event belongs to; undefined for what no list tells of. */
  readonly owners: readonly (object | undefined)[];
  /** Tick of the end of the track. */
  readonly end: number;
}

/** What of a piece sounds, and when: all that a piano roll is laid from. */
export type SongNotes = Pick<Song, 'format' | 'ppq' | 'tracks' | 'end' | 'notes'>;
