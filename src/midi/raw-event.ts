/**
 * Events and chunks of a file, byte for byte.
 *
 * @module
 */

/** A chunk of a file that is neither its header nor a track. */
export interface RawChunk {
  /** How many tracks come before it. */
  readonly after: number;
  /** All of it: four letters, four bytes of its length, its data. */
  readonly bytes: Uint8Array;
}

/** An event as a file has it, at its tick from the track's start. */
export interface RawEvent {
  readonly tick: number;
  /**
   * The status byte (also where the file leaves it out), then the parameters; for a meta event 255, its type and its data;
   * for a system exclusive message 240 or 247 and its data. Lengths are left out.
   */
  readonly bytes: ArrayLike<number>;
}
