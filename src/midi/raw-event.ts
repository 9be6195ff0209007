/**
 * Events and chunks of a file, byte for byte.
 *
 * @module
 */

/** A chunk of a file that is neither header nor track. */
export interface RawChunk {
  /** Number of tracks before it. */
  readonly after: number;
  /** The whole chunk: type (4 bytes), length (4 bytes), data. */
  readonly bytes: Uint8Array;
}

/** An event of a file, byte for byte. */
export interface RawEvent {
  /** From the track's start. */
  readonly tick: number;
  /**
   * Status byte (also under running status) and data bytes; for a meta event 255, type and data; for a system exclusive message
   * 240 or 247 and data. Length fields are left out.
   */
  readonly bytes: ArrayLike<number>;
}
