/**
 * Stereo sound in memory.
 *
 * @module
 */

/** Samples per second. */
export const SAMPLE_RATE = 44100;

/** Stereo sound at {@link SAMPLE_RATE}, full scale −1 to 1. */
export interface Sound {
  /** shape [samples] */
  readonly left: Float32Array;
  /** shape [samples] */
  readonly right: Float32Array;
}

/** Silence of `samples` samples. */
export function silence(samples: number): Sound {
  return { left: new Float32Array(samples), right: new Float32Array(samples) };
}

/** The samples [from, to) of a sound; shares its memory. */
export function sliceSound({ left, right }: Sound, from: number, to: number): Sound {
  return { left: left.subarray(from, to), right: right.subarray(from, to) };
}
