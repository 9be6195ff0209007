/**
 * Writes events as small MIDI files for the decoder.
 *
 * @module
 */

/** Size of a piece in bytes. The decoder's objects take ten to thirty times the memory of the events. */
const PIECE = 32768;

/** Maximum bytes for one event: nine empty texts for a delta of 2³¹ ticks, and the event itself. */
const ROOM = 9 * 7 + 16;

/** Bytes before the first event: header chunk and track header. */
const HEAD = 22;

/** The largest variable-length quantity: four bytes of seven bits. */
const LONGEST_DELTA = 268435455;

/** A buffer of events that {@link EventWriter.take} completes to a MIDI file of one track. */
export class EventWriter {
  readonly #bytes: Uint8Array;
  #n = HEAD;
  #wait = 0;

  /** @param most - estimate of the bytes of events, for the buffer's size; more are allowed */
  constructor(most: number) {
    this.#bytes = new Uint8Array(HEAD + ROOM + Math.min(PIECE, 2 * most));
    this.#bytes.set([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 0x4d, 0x54, 0x72, 0x6b]);
  }

  /** Adds to the next event's delta time, which must stay below 2³¹ ticks. */
  pass(ticks: number): void {
    this.#wait += ticks;
  }

  /** Writes an event, at most 12 bytes with its status first, after the delta time so far. */
  put(...event: readonly number[]): void {
    for (; this.#wait > LONGEST_DELTA; this.#wait -= LONGEST_DELTA) {
      // An empty text event: a delta time has at most four bytes.
      for (const byte of [255, 255, 255, 127, 255, 1, 0]) this.#bytes[this.#n++] = byte;
    }
    for (let shift = 21; shift > 0; shift -= 7) {
      const rest = this.#wait >>> shift;
      if (rest > 0) this.#bytes[this.#n++] = 128 | (rest & 127);
    }
    this.#bytes[this.#n++] = this.#wait & 127;
    this.#wait = 0;
    for (const byte of event) this.#bytes[this.#n++] = byte;
  }

  /** Whether to {@link take} now: another event might not fit. */
  get full(): boolean {
    return this.#n > this.#bytes.length - ROOM;
  }

  /** The events so far as a file; its memory is reused by the next `put`. */
  take(): Uint8Array {
    const length = this.#n - HEAD;
    this.#bytes.set([0, 0, length >>> 8, length & 255], HEAD - 4);
    this.#n = HEAD;
    return this.#bytes.subarray(0, HEAD + length);
  }
}
