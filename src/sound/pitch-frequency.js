'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.pitchFrequency = pitchFrequency;
/**
 * How high pitches are.
 *
 * @module
 */
const exp_ts_1 = require('../math/exp.js');
/** Concert pitch: A4, MIDI's 69, in hertz. */
const A4 = 440;
/** A pitch's frequency in hertz, equally tempered; 69 is 440 exactly, and an octave is twice exactly. */
function pitchFrequency(pitch) {
  const above = pitch - 69;
  const octave = Math.floor(above / 12);
  let frequency = A4 * (0, exp_ts_1.exp)(((above - 12 * octave) / 12) * Math.LN2);
  for (let n = 0; n < octave; n++) frequency *= 2;
  for (let n = 0; n > octave; n--) frequency /= 2;
  return frequency;
}
