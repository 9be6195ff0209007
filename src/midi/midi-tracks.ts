/**
 * A MIDI file's events in the order in which the file has them.
 *
 * Most want a {@link Song}, which pairs the events to notes; this is the form before that.
 *
 * @module
 */

/** A key goes down. `velocity` is 1–127: with 0 it would be a note off. */
export interface NoteOn {
  readonly kind: 'note-on';
  readonly tick: number;
  readonly channel: number;
  readonly pitch: number;
  readonly velocity: number;
}

/** A key comes up: a note off, or a note on with velocity 0. */
export interface NoteOff {
  readonly kind: 'note-off';
  readonly tick: number;
  readonly channel: number;
  readonly pitch: number;
}

/** From here on a quarter note lasts this long. */
export interface TempoEvent {
  readonly kind: 'tempo';
  readonly tick: number;
  /** 1–16,777,215 */
  readonly microsecondsPerQuarter: number;
}

/** From here on there are such bars. */
export interface TimeSignatureEvent {
  readonly kind: 'time-signature';
  readonly tick: number;
  /** 0–255 */
  readonly numerator: number;
  /** A power of two, 1–2³¹. */
  readonly denominator: number;
}

/** From here on the channel plays this instrument, 0–127. */
export interface ProgramEvent {
  readonly kind: 'program';
  readonly tick: number;
  readonly channel: number;
  readonly program: number;
}

/** The channel's sustain pedal moves to `value`, 0–127. */
export interface PedalEvent {
  readonly kind: 'pedal';
  readonly tick: number;
  readonly channel: number;
  readonly value: number;
}

/** An event that says something about the music. `tick` counts from the track's start. */
export type MidiEvent = NoteOn | NoteOff | TempoEvent | TimeSignatureEvent | ProgramEvent | PedalEvent;

/** One track. */
export interface TrackEvents {
  /** In file order, so `tick` never falls. */
  readonly events: readonly MidiEvent[];
  /** Tick of the last event of any kind, which should be the end-of-track. */
  readonly end: number;
}

/** A whole file. */
export interface MidiTracks {
  /** 0: one track; 1: tracks that sound together; 2: tracks that are pieces of their own. */
  readonly format: 0 | 1 | 2;
  /** Ticks in a quarter note, 1–32,767. */
  readonly ppq: number;
  readonly tracks: readonly TrackEvents[];
}
