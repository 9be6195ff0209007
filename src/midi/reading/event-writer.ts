/**
 * Writing events for the decoder, piece by piece.
 *
 * @module
 */

/** Bytes of a piece. The decoder makes an object of ten to thirty times its bytes from every event. */
const PIECE = 32768;

/** What one event may need: nine texts that make up a delta of 2³¹ ticks, and the event itself. */
const ROOM = 9 * 7 + 16;

/** Bytes before the first event: header chunk and track's head. */
const HEAD = 22;

/** The longest time that four bytes of seven bits can tell. */
const LONGEST_DELTA = 268435455;

/** Writes events into a buffer that is a MIDI file of one track whenever {@link EventWriter.take} is called. */
export class EventWriter {
  readonly #bytes: Uint8Array;
  #n = HEAD;
  #wait = 0;

  /** @param most - how many bytes of events are to come, about; more are no harm */
  constructor(most: number) {
    this.#bytes = new Uint8Array(HEAD + ROOM + Math.min(PIECE, 2 * most));
    this.#bytes.set([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96, 0x4d, 0x54, 0x72, 0x6b]);
  }

  /** Lets `ticks` pass; all in all less than 2³¹ until the next event. */
  pass(ticks: number): void {
    this.#wait += ticks;
  }

  /** An event after the ticks that have passed: at most 12 bytes, of which the first is its status. */
  put(...event: readonly number[]): void {
    for (; this.#wait > LONGEST_DELTA; this.#wait -= LONGEST_DELTA) {
      // An empty text. The decoder knows no delta of more than four bytes.
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

  /** Whether it is time to {@link take}: another event might not fit. */
  get full(): boolean {
    return this.#n > this.#bytes.length - ROOM;
  }

  /** The events so far as a file; good until the next event is put. */
  take(): Uint8Array {
    const length = this.#n - HEAD;
    this.#bytes.set([0, 0, length >>> 8, length & 255], HEAD - 4);
    this.#n = HEAD;
    return this.#bytes.subarray(0, HEAD + length);
  }
}
