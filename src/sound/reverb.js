'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.addReverb = addReverb;
/**
 * A room around the sound.
 *
 * @module
 */
const exp_ts_1 = require('../math/exp.js');
const sound_ts_1 = require('./sound.js');
/** Lengths of the eight delays in samples, 29 to 74 ms: primes, so that their echoes never fall together. */
const DELAYS = [1277, 1471, 1693, 1949, 2237, 2539, 2887, 3271];
/** Seconds in which the echoes fall by 60 dB. */
const TIME = 1.3;
/** log 1000: 60 dB. */
const SIXTY_DECIBELS = 6.907755278982137;
/** The share of a delay's output that its follower lets through at once: less is a duller wall. */
const BRIGHTNESS = 0.55;
/** Samples at a time: fewer than the shortest delay, so a block's echoes are all known before it is written. */
const BLOCK = 1024;
/** Samples that a delay keeps: a power of two, more than the longest delay and a block. */
const RING = 8192;
/**
 * Adds the echoes of a small hall to a sound.
 *
 * A feedback delay network: eight delays feed each other through I − ¼·11ᵀ, a reflection that mixes all with all and
 * neither adds nor takes energy; what each loses on its way is set by its length, so that all fall alike. The left channel
 * goes into the even delays and comes out of them, the right one into and out of the odd ones.
 *
 * Source: Jot and Chaigne (1991), "Digital delay networks for designing artificial reverberators".
 *
 * @param share - the echoes' amplitude, 0–1
 */
function addReverb({ left, right }, share) {
  const rings = DELAYS.map(() => new Float64Array(RING));
  const outs = DELAYS.map(() => new Float64Array(BLOCK));
  const followers = new Float64Array(DELAYS.length);
  const sum = new Float64Array(BLOCK);
  for (let from = 0; from < left.length; from += BLOCK) {
    const count = Math.min(BLOCK, left.length - from);
    sum.fill(0);
    for (const [k, ring] of rings.entries()) {
      followers[k] = readDelay(outs[k] ?? sum, ring, from - (DELAYS[k] ?? 0), DELAYS[k] ?? 0, followers[k] ?? 0);
      addTo(sum, outs[k] ?? sum);
    }
    for (const [k, ring] of rings.entries())
      writeDelay(ring, from, count, outs[k] ?? sum, sum, k % 2 === 0 ? left : right);
    for (const [k, out] of outs.entries()) {
      // Every other output turned over: their sum is not louder at low frequencies.
      mixInto(k % 2 === 0 ? left : right, from, count, out, k % 4 < 2 ? share : -share);
    }
  }
}
/** Writes a block of a delay's output, faded for its length and dulled; gives the follower's last value. */
function readDelay(out, ring, from, delay, follower) {
  const gain = (0, exp_ts_1.exp)((-SIXTY_DECIBELS * delay) / (TIME * sound_ts_1.SAMPLE_RATE));
  let now = follower;
  for (let n = 0; n < BLOCK; n++) {
    now += BRIGHTNESS * (gain * (ring[(from + n) & (RING - 1)] ?? 0) - now);
    out[n] = now;
  }
  return now;
}
/** Puts into a delay its own output reflected, and the music. */
function writeDelay(ring, from, count, out, sum, channel) {
  for (let n = 0; n < count; n++) {
    ring[(from + n) & (RING - 1)] = (out[n] ?? 0) - 0.25 * (sum[n] ?? 0) + (channel[from + n] ?? 0);
  }
}
function addTo(sum, out) {
  for (let n = 0; n < BLOCK; n++) sum[n] += out[n] ?? 0;
}
function mixInto(channel, from, count, out, gain) {
  for (let n = 0; n < count; n++) channel[from + n] += gain * (out[n] ?? 0);
}
