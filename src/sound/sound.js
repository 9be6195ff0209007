'use strict';
/**
 * What is heard: two channels of samples.
 *
 * @module
 */
Object.defineProperty(exports, '__esModule', { value: true });
exports.SAMPLE_RATE = void 0;
exports.silence = silence;
exports.sliceSound = sliceSound;
/** Samples a second, as on a compact disc. */
exports.SAMPLE_RATE = 44100;
/** Silence of `samples` samples. */
function silence(samples) {
  return { left: new Float32Array(samples), right: new Float32Array(samples) };
}
/** The sound from sample `from` up to but not including `to`: the same memory, nothing is copied. */
function sliceSound({ left, right }, from, to) {
  return { left: left.subarray(from, to), right: right.subarray(from, to) };
}
