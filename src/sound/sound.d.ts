/**
 * What is heard: two channels of samples.
 *
 * @module
 */
/** Samples a second, as on a compact disc. */
export declare const SAMPLE_RATE = 44100;
/** Stereo sound at {@link SAMPLE_RATE}; both channels are equally long, and full scale is −1 to 1. */
export interface Sound {
  readonly left: Float32Array;
  readonly right: Float32Array;
}
/** Silence of `samples` samples. */
export declare function silence(samples: number): Sound;
/** The sound from sample `from` up to but not including `to`: the same memory, nothing is copied. */
export declare function sliceSound({ left, right }: Sound, from: number, to: number): Sound;
