/**
 * What a file says wrongly, though not so wrongly that it cannot be read.
 *
 * @module
 */
import type { MidiLimits } from './limits.ts';

/**
 * A fault that was passed over.
 *
 * Codes: `midi-format` (a format 0 file of several tracks), `midi-track-count` (more or fewer tracks than declared),
 * `midi-no-end` (a track without an end-of-track event), `midi-after-end` (bytes after one, or after the last chunk),
 * `midi-numerator` (a time signature of zero beats), `midi-denominator` (one of notes shorter than a 64th: it is left out),
 * `midi-key-signature` (one of more than seven sharps or flats: it is left out), `midi-hanging-note` (notes without a note off).
 */
export interface MidiWarning {
  readonly code: string;
  /** One line for people. */
  readonly message: string;
  /** Where, in bytes from the start of the file; undefined where no single place is to blame. */
  readonly offset: number | undefined;
}

/** Takes warnings as they come up. */
export type OnWarning = (warning: MidiWarning) => void;

/** How to read a file. */
export interface ReadMidiOptions extends MidiLimits {
  /** What becomes of a note that is never released: it ends with its track unless told otherwise. */
  readonly hanging?: 'end' | 'leave-out';
  /**
   * How much of the file is kept: `all`, so that a song can be written again with every event it had; or `notes`, what
   * notes, bars and tempos are made from, in less memory. `all` unless given.
   */
  readonly keep?: 'all' | 'notes' | undefined;
  /** Takes what is wrong with a file that can be read all the same. */
  readonly onWarning?: OnWarning | undefined;
}

/** For those who do not care for warnings. */
export function ignoreWarning(): void {
  // Nothing to do.
}
