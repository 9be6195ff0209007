/**
 * Music on a grid: for each step and pitch, is a note held, and is one struck.
 *
 * @module
 */

/** The pitches of a roll, both included. */
export interface PitchRange {
  /** 0–127 */
  readonly low: number;
  /** `low`–127 */
  readonly high: number;
}

/**
 * Steps × 2·pitches bits, laid end to end without gaps (bit order: `math/bits/bit-rows`).
 *
 * A step's first half says which pitches are held, lowest first, the second half which are struck. So pitch `p` at step
 * `t` is held at bit `t * 2n + p - low` and struck at bit `t * 2n + n + p - low`, for `n` pitches.
 */
export interface PianoRoll {
  readonly bits: Uint32Array;
  /** Rows of the roll. */
  readonly steps: number;
  /** Steps in a quarter note: 4 is a grid of sixteenth notes. */
  readonly grid: number;
  readonly pitches: PitchRange;
}
