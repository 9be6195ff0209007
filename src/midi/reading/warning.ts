/**
 * Recoverable faults of a file.
 *
 * @module
 */
import type { MidiLimits } from './limits.ts';

/**
 * A recoverable fault.
 *
 * Codes: `midi-format` (a format 0 file with several tracks), `midi-track-count` (more or fewer tracks than declared),
 * `midi-no-end` (a track without an end of track event), `midi-after-end` (bytes after one, or after the last chunk),
 * `midi-numerator` (a time signature with numerator 0), `midi-denominator` (a denominator above 64: left out),
 * `midi-key-signature` (more than seven sharps or flats: left out), `midi-hanging-note` (notes without a note off).
 */
export interface MidiWarning {
  /** The kind of fault, kebab-case. */
  readonly code: string;
  /** One line, for people. */
  readonly message: string;
  /** Byte offset from the start of the file; undefined if the fault has no single position. */
  readonly offset: number | undefined;
}

/** Receives warnings as they occur. */
export type OnWarning = (warning: MidiWarning) => void;

/** Options of `readMidi`. */
export interface ReadMidiOptions extends MidiLimits {
  /** Notes without a note off: `end` with their track (default), or `leave-out`. */
  readonly hanging?: 'end' | 'leave-out';
  /**
   * `all` (default) keeps every event, so that the song can be written back unchanged; `notes` keeps only what notes, bars and
   * tempos are made from, in less memory.
   */
  readonly keep?: 'all' | 'notes' | undefined;
  /** Receives recoverable faults. Default: they are ignored. */
  readonly onWarning?: OnWarning | undefined;
}

/** The default `onWarning`. */
export function ignoreWarning(): void {
  // Nothing to do.
}
