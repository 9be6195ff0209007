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

/** An event of one channel. */
interface OnChannel extends Placed {
  /** 0–15, of the port in the track's last port prefix */
  readonly channel: number;
}

/** A note on with velocity 1–127: velocity 0 is a note off. */
export interface NoteOn extends OnChannel {
  readonly kind: 'note-on';
  /** 0–127 */
  readonly pitch: number;
  /** 1–127 */
  readonly velocity: number;
}

/** A note off, or a note on with velocity 0. */
export interface NoteOff extends OnChannel {
  readonly kind: 'note-off';
  /** 0–127 */
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

/** Program change: the channel's instrument. */
export interface ProgramEvent extends OnChannel {
  readonly kind: 'program';
  /** 0–127 */
  readonly program: number;
}

/** Controller 64, the sustain pedal. */
export interface PedalEvent extends OnChannel {
  readonly kind: 'pedal';
  /** 0–127; from 64 on the pedal is down */
  readonly value: number;
}

/** Control change of any other controller. */
export interface ControlEvent extends OnChannel {
  readonly kind: 'control';
  /** 0–127, but not 64 */
  readonly controller: number;
  /** 0–127 */
  readonly value: number;
}

/** Pitch bend. */
export interface BendEvent extends OnChannel {
  readonly kind: 'bend';
  /** −8,192–8,191 */
  readonly value: number;
}

/** Channel pressure (aftertouch). */
export interface PressureEvent extends OnChannel {
  readonly kind: 'pressure';
  /** 0–127 */
  readonly value: number;
}

/** Key signature. */
export interface KeySignatureEvent extends Placed {
  readonly kind: 'key-signature';
  /** Number of sharps, or of flats as a negative number, −7–7. */
  readonly sharps: number;
  /** Minor rather than major. */
  readonly minor: boolean;
}

/** Port prefix: the track's following channels belong to this port. */
export interface PortEvent extends Placed {
  readonly kind: 'port';
  /** 0–127 */
  readonly port: number;
}

/** A musical event. */
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
  /** At least one; in format 0 exactly one. */
  readonly tracks: readonly TrackEvents[];
}
