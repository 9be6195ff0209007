'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.writeWav = writeWav;
/**
 * Sound files: RIFF WAVE, 16 bit, stereo.
 *
 * @module
 */
const check_ts_1 = require('../check.js');
const sound_ts_1 = require('./sound.js');
const HEADER_BYTES = 44;
const FRAME_BYTES = 4;
const FULL_SCALE = 32767;
/**
 * A sound as the bytes of a WAV file: 16-bit PCM, little-endian, left before right.
 *
 * Samples go to the nearest of the 65,536 levels, and those beyond full scale to full scale; there is no dither: the
 * rounding lies 98 dB below full scale, and the same sound makes the same bytes.
 *
 * @throws {HarmoniumError} `length` unless both channels are equally long
 */
function writeWav({ left, right }) {
  (0, check_ts_1.checkLength)('right', right, left.length);
  const dataBytes = left.length * FRAME_BYTES;
  const bytes = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(bytes.buffer);
  writeWord(bytes, 0, 'RIFF');
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  writeWord(bytes, 8, 'WAVE');
  writeWord(bytes, 12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 2, true);
  view.setUint32(24, sound_ts_1.SAMPLE_RATE, true);
  view.setUint32(28, sound_ts_1.SAMPLE_RATE * FRAME_BYTES, true);
  view.setUint16(32, FRAME_BYTES, true);
  view.setUint16(34, 16, true);
  writeWord(bytes, 36, 'data');
  view.setUint32(40, dataBytes, true);
  for (let n = 0; n < left.length; n++) {
    view.setInt16(HEADER_BYTES + n * FRAME_BYTES, level(left[n] ?? 0), true);
    view.setInt16(HEADER_BYTES + n * FRAME_BYTES + 2, level(right[n] ?? 0), true);
  }
  return bytes;
}
function level(sample) {
  return Math.round(Math.max(-1, Math.min(1, sample)) * FULL_SCALE);
}
function writeWord(bytes, at, word) {
  for (let n = 0; n < word.length; n++) bytes[at + n] = word.charCodeAt(n);
}
