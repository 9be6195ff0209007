/**
 * What a MIDI file says, as music: the form all of this library reads, changes and writes.
 *
 * @module
 */

/** MIDI's percussion channel, counted from 0: its pitches are instruments. */
export const DRUM_CHANNEL = 9;

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
  /** 0–15; 9 is percussion ("channel 10" to musicians), see {@link DRUM_CHANNEL}. */
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
  /** A power of two, 1–2³¹. */
  readonly denominator: number;
}

/** From `tick` on, a channel plays this instrument. */
export interface ProgramChange {
  readonly tick: number;
  readonly channel: number;
  readonly track: number;
  /** 0–127, General MIDI's numbers less one; 0 is a grand piano. */
  readonly program: number;
}

/** A movement of the sustain pedal: 64 and more is down. */
export interface PedalChange {
  readonly tick: number;
  readonly channel: number;
  readonly track: number;
  /** 0–127 */
  readonly value: number;
}

/**
 * A piece of music.
 *
 * `notes` are ordered by start, channel, pitch, track, then length; the other lists by tick, then track.
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
}

/** What of a piece sounds, and when: all that a piano roll is laid from. */
export type SongNotes = Pick<Song, 'format' | 'ppq' | 'tracks' | 'end' | 'notes'>;
