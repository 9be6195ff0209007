/**
 * What is heard: two channels of samples.
 *
 * @module
 */

/** Samples a second, as on a compact disc. */
export const SAMPLE_RATE = 44100;

/** Stereo sound at {@link SAMPLE_RATE}; both channels are equally long, and full scale is −1 to 1. */
export interface Sound {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** Silence of `samples` samples. */
export function silence(samples: number): Sound {
  return { left: new Float32Array(samples), right: new Float32Array(samples) };
}

/** The sound from sample `from` up to but not including `to`: the same memory, nothing is copied. */
export function sliceSound({ left, right }: Sound, from: number, to: number): Sound {
  return { left: left.subarray(from, to), right: right.subarray(from, to) };
}
