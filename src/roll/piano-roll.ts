/**
 * Music on a grid: for each step and pitch, whether a note is held (sounds) and whether one is struck (begins).
 *
 * @module
 */

/** A range of MIDI pitches, both ends included. */
export interface PitchRange {
  /** 0–127 */
  readonly low: number;
  /** `low`–127 */
  readonly high: number;
}

/**
 * A piano roll: a matrix of bits, shape [steps, 2 · pitches], packed without gaps (bit order: `math/bits/bit-rows`).
 *
 * The first half of a row has the held pitches, lowest first, the second half the struck ones. For `n` pitches, pitch `p` at step
 * `t` is held at bit `t * 2n + p - low` and struck at bit `t * 2n + n + p - low`.
 */
export interface PianoRoll {
  /** shape [≥ ⌈steps · 2 · pitches / 32⌉] */
  readonly bits: Uint32Array;
  /** Number of rows. */
  readonly steps: number;
  /** Steps in a quarter note: 4 is a grid of sixteenth notes. */
  readonly grid: number;
  /** The pitches of a step. */
  readonly pitches: PitchRange;
}
