/**
 * A MIDI file's events in the order in which the file has them.
 *
 * Most want a {@link Song}, which pairs the events to notes; this is the form before that.
 *
 * @module
 */

import type { RawChunk, RawEvent } from './raw-event.ts';

/** When an event comes, and where it stands. */
interface Placed {
  /** Counts from the track's start. */
  readonly tick: number;
  /** Which of the track's {@link TrackEvents.raw} it is; undefined where those were not kept. */
  readonly rawIndex?: number | undefined;
}

/** A key goes down. `velocity` is 1–127: with 0 it would be a note off. */
export interface NoteOn extends Placed {
  readonly kind: 'note-on';
  readonly channel: number;
  readonly pitch: number;
  readonly velocity: number;
}

/** A key comes up: a note off, or a note on with velocity 0. */
export interface NoteOff extends Placed {
  readonly kind: 'note-off';
  readonly channel: number;
  readonly pitch: number;
}

/** From here on a quarter note lasts this long. */
export interface TempoEvent extends Placed {
  readonly kind: 'tempo';
  /** 1–16,777,215 */
  readonly microsecondsPerQuarter: number;
}

/** From here on there are such bars. */
export interface TimeSignatureEvent extends Placed {
  readonly kind: 'time-signature';
  /** 0–255 */
  readonly numerator: number;
  /** A power of two, 1–2³¹. */
  readonly denominator: number;
}

/** From here on the channel plays this instrument, 0–127. */
export interface ProgramEvent extends Placed {
  readonly kind: 'program';
  readonly channel: number;
  readonly program: number;
}

/** The channel's sustain pedal moves to `value`, 0–127. */
export interface PedalEvent extends Placed {
  readonly kind: 'pedal';
  readonly channel: number;
  readonly value: number;
}

/** Another of the channel's controllers moves to `value`, 0–127. */
export interface ControlEvent extends Placed {
  readonly kind: 'control';
  readonly channel: number;
  /** 0–127, but not 64 */
  readonly controller: number;
  readonly value: number;
}

/** The channel's pitch wheel moves to `value`, −8,192–8,191. */
export interface BendEvent extends Placed {
  readonly kind: 'bend';
  readonly channel: number;
  readonly value: number;
}

/** The pressure on the channel's keys is now `value`, 0–127. */
export interface PressureEvent extends Placed {
  readonly kind: 'pressure';
  readonly channel: number;
  readonly value: number;
}

/** From here on the music is in this key. */
export interface KeySignatureEvent extends Placed {
  readonly kind: 'key-signature';
  /** −7–7: sharps, or flats as a negative number. */
  readonly sharps: number;
  readonly minor: boolean;
}

/** From here on the track's channels are those of this port, 0–127. */
export interface PortEvent extends Placed {
  readonly kind: 'port';
  readonly port: number;
}

/** An event that says something about the music. Channels are 0–15, of the port that the track named last. */
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
  /** In file order, so `tick` never falls. */
  readonly events: readonly MidiEvent[];
  /** Tick of the last event of any kind, which should be the end-of-track. */
  readonly end: number;
  /** Every event of the track but its end, as it stands in the file; undefined where only music was read. */
  readonly raw?: readonly RawEvent[] | undefined;
}

/** A whole file. */
export interface MidiTracks {
  /** 0: one track; 1: tracks that sound together; 2: tracks that are pieces of their own. */
  readonly format: 0 | 1 | 2;
  /** Ticks in a quarter note, 1–32,767. */
  readonly ppq: number;
  /** The header's time division, as it stands there: above 32,767 it counts film frames. */
  readonly division?: number | undefined;
  /** Chunks that are no tracks; undefined where only music was read. */
  readonly chunks?: readonly RawChunk[] | undefined;
  readonly tracks: readonly TrackEvents[];
}
