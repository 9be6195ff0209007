/**
 * A MIDI file's events in file order: the form before note ons and note offs are paired into the notes of a {@link Song}.
 *
 * @module
 */

import type { RawChunk, RawEvent } from './raw-event.ts';

/** The time and file position of an event. */
interface Placed {
  /** From the track's start. */
  readonly tick: number;
  /** Its index in the track's {@link TrackEvents.raw}; undefined if those were not kept. */
  readonly rawIndex?: number | undefined;
}

/** A note on with velocity 1–127: velocity 0 is a note off. */
export interface NoteOn extends Placed {
  readonly kind: 'note-on';
  readonly channel: number;
  readonly pitch: number;
  readonly velocity: number;
}

/** A note off, or a note on with velocity 0. */
export interface NoteOff extends Placed {
  readonly kind: 'note-off';
  readonly channel: number;
  readonly pitch: number;
}

/** Set tempo. */
export interface TempoEvent extends Placed {
  readonly kind: 'tempo';
  /** 1–16,777,215 */
  readonly microsecondsPerQuarter: number;
}

/** Time signature. */
export interface TimeSignatureEvent extends Placed {
  readonly kind: 'time-signature';
  /** 0–255 */
  readonly numerator: number;
  /** A power of two, 1–2³¹. */
  readonly denominator: number;
}

/** Program change: the channel's instrument, 0–127. */
export interface ProgramEvent extends Placed {
  readonly kind: 'program';
  readonly channel: number;
  readonly program: number;
}

/** Controller 64, the sustain pedal; `value` 0–127. */
export interface PedalEvent extends Placed {
  readonly kind: 'pedal';
  readonly channel: number;
  readonly value: number;
}

/** Control change of any other controller; `value` 0–127. */
export interface ControlEvent extends Placed {
  readonly kind: 'control';
  readonly channel: number;
  /** 0–127, but not 64 */
  readonly controller: number;
  readonly value: number;
}

/** Pitch bend, `value` −8,192–8,191. */
export interface BendEvent extends Placed {
  readonly kind: 'bend';
  readonly channel: number;
  readonly value: number;
}

/** Channel pressure (aftertouch), `value` 0–127. */
export interface PressureEvent extends Placed {
  readonly kind: 'pressure';
  readonly channel: number;
  readonly value: number;
}

/** Key signature. */
export interface KeySignatureEvent extends Placed {
  readonly kind: 'key-signature';
  /** Number of sharps, or of flats as a negative number, −7–7. */
  readonly sharps: number;
  readonly minor: boolean;
}

/** Port prefix: the track's following channels belong to this port, 0–127. */
export interface PortEvent extends Placed {
  readonly kind: 'port';
  readonly port: number;
}

/** A musical event. Channels are 0–15, of the port in the track's last port prefix. */
export type MidiEvent =
  | NoteOn
  | NoteOff
  | TempoEvent
  | TimeSignatureEvent
  | ProgramEvent
  | PedalEvent
  | ControlEvent
  | BendEvent
  | PressureEvent
  | KeySignatureEvent
  | PortEvent;

/** One track. */
export interface TrackEvents {
  /** In file order: ticks never decrease. */
  readonly events: readonly MidiEvent[];
  /** Tick of the last event of any kind, normally end of track. */
  readonly end: number;
  /** Every event except end of track, byte for byte; undefined if read with `keep: 'notes'`. */
  readonly raw?: readonly RawEvent[] | undefined;
}

/** A whole file. */
export interface MidiTracks {
  /** 0: a single track; 1: simultaneous tracks; 2: independent pieces. */
  readonly format: 0 | 1 | 2;
  /** Ticks in a quarter note, 1–32,767. */
  readonly ppq: number;
  /** The header's 16-bit time division; from 32,768 on it is SMPTE: frames and ticks per frame. */
  readonly division?: number | undefined;
  /** Chunks other than header and tracks; empty if read with `keep: 'notes'`. */
  readonly chunks?: readonly RawChunk[] | undefined;
  readonly tracks: readonly TrackEvents[];
}
