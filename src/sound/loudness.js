'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.peakOf = peakOf;
exports.rmsOf = rmsOf;
exports.setPeak = setPeak;
/** The largest sample in size, of both channels. */
function peakOf({ left, right }) {
  let peak = 0;
  for (const channel of [left, right]) {
    for (let n = 0; n < channel.length; n++) {
      const size = Math.abs(channel[n] ?? 0);
      if (size > peak) peak = size;
    }
  }
  return peak;
}
/** The root of the mean square, of both channels; 0 for no samples. */
function rmsOf({ left, right }) {
  let sum = 0;
  for (const channel of [left, right]) {
    for (let n = 0; n < channel.length; n++) sum += (channel[n] ?? 0) * (channel[n] ?? 0);
  }
  return left.length === 0 ? 0 : Math.sqrt(sum / (2 * left.length));
}
/** Multiplies every sample so that the largest has this size. Silence stays silence. */
function setPeak(sound, peak) {
  const now = peakOf(sound);
  if (now === 0) return;
  const gain = peak / now;
  for (const channel of [sound.left, sound.right]) {
    for (let n = 0; n < channel.length; n++) channel[n] = gain * (channel[n] ?? 0);
  }
}
