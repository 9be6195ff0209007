'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.addDrum = addDrum;
/**
 * Percussion: a falling sine for the skin, noise for wires and metal.
 *
 * @module
 */
const exp_ts_1 = require('../math/exp.js');
const random_ts_1 = require('../math/random.js');
const sine_ts_1 = require('../math/sine.js');
const sound_ts_1 = require('./sound.js');
const KICK = { tone: 50, sweep: 3.2, ring: 0.16, noise: 0.08, rattle: 0.004, edge: 400, pan: 0, level: 1.58 };
const SNARE = {
  tone: 185,
  sweep: 1.35,
  ring: 0.07,
  noise: 0.6,
  rattle: 0.085,
  edge: 900,
  pan: 0.05,
  level: 0.88,
};
const STICK = {
  tone: 780,
  sweep: 1.1,
  ring: 0.018,
  noise: 0.3,
  rattle: 0.012,
  edge: 1500,
  pan: 0.1,
  level: 0.63,
};
const CLAP = { tone: 0, sweep: 1, ring: 0.01, noise: 0.8, rattle: 0.07, edge: 1100, pan: -0.1, level: 0.73 };
const CLOSED = { tone: 0, sweep: 1, ring: 0.01, noise: 1, rattle: 0.028, edge: 7500, pan: 0.35, level: 0.8 };
const OPEN = { ...CLOSED, rattle: 0.22 };
const CRASH = { ...CLOSED, rattle: 0.75, edge: 4200, pan: -0.4, level: 0.63 };
const RIDE = { ...CLOSED, tone: 3100, ring: 0.2, noise: 0.7, rattle: 0.3, edge: 6500, pan: 0.45, level: 0.34 };
const SHAKER = { ...CLOSED, rattle: 0.045, edge: 5500, pan: -0.35, level: 0.42 };
const BLOCK = {
  tone: 900,
  sweep: 1.05,
  ring: 0.03,
  noise: 0.1,
  rattle: 0.004,
  edge: 2000,
  pan: 0.3,
  level: 0.63,
};
function tom(tone, pan) {
  return { tone, sweep: 1.7, ring: 0.2, noise: 0.1, rattle: 0.02, edge: 500, pan, level: 1.05 };
}
function skin(tone) {
  return { tone, sweep: 1.25, ring: 0.09, noise: 0.12, rattle: 0.01, edge: 900, pan: -0.3, level: 0.8 };
}
/** General MIDI's percussion map from 35 up to 81. */
// biome-ignore format: a dozen keys a line
const KIT = [
    KICK, KICK, STICK, SNARE, CLAP, SNARE, tom(78, -0.4), CLOSED, tom(95, -0.25), CLOSED, tom(115, -0.1), OPEN,
    tom(140, 0.1), tom(165, 0.25), CRASH, tom(195, 0.4), RIDE, CRASH, RIDE, SHAKER, CRASH, BLOCK, CRASH, SHAKER,
    RIDE, skin(420), skin(300), skin(360), skin(310), skin(220), skin(260), skin(190), BLOCK, BLOCK, SHAKER, SHAKER,
    STICK, STICK, SHAKER, SHAKER, BLOCK, BLOCK, BLOCK, skin(500), skin(340), RIDE, RIDE,
];
const LOWEST = 35;
/** A hit is over when it has fallen to 80 dB under its start. */
const ENDS = 9.2;
/**
 * Adds a hit to a sound; what would sound beyond its end is lost. The noise of a hit depends on where it stands, so no two
 * sound quite alike.
 *
 * @param start - its first sample, ≥ 0
 * @param pitch - 0–127, which drum it is; those beyond the percussion map sound like a block of wood
 * @param velocity - 1–127
 */
function addDrum(sound, start, pitch, velocity) {
  const { tone, sweep, ring, noise, rattle, edge, pan, level } = KIT[pitch - LOWEST] ?? BLOCK;
  const seconds = Math.max(tone === 0 ? 0 : ring, rattle) * ENDS;
  const count = Math.min(Math.ceil(seconds * sound_ts_1.SAMPLE_RATE), sound.left.length - start);
  const force = velocity / 127;
  const loud = level * force * force;
  const toLeft = (0, sine_ts_1.cosineOfTurns)((pan + 1) / 8);
  const toRight = (0, sine_ts_1.sineOfTurns)((pan + 1) / 8);
  const ringShrink = (0, exp_ts_1.exp)(-1 / (ring * sound_ts_1.SAMPLE_RATE));
  const rattleShrink = (0, exp_ts_1.exp)(-1 / (rattle * sound_ts_1.SAMPLE_RATE));
  // The pitch falls in a fifth of the time that the tone takes to die.
  const fall = (0, exp_ts_1.exp)(-5 / (ring * sound_ts_1.SAMPLE_RATE));
  const smooth = 1 - (0, exp_ts_1.exp)((-2 * Math.PI * edge) / sound_ts_1.SAMPLE_RATE);
  let toneLevel = tone === 0 ? 0 : loud;
  let noiseLevel = loud * noise;
  let bend = sweep - 1;
  let turns = 0;
  let low = 0;
  let lower = 0;
  for (let n = 0; n < count; n++) {
    const white = (0, random_ts_1.randomWord)(pitch, 0x5f3759df, start + n) / 0x80000000 - 1;
    // What a slow follower does not follow is the high part, here twice over.
    low += smooth * (white - low);
    const high = white - low;
    lower += smooth * (high - lower);
    const sample = toneLevel * (0, sine_ts_1.sineOfTurns)(turns) + noiseLevel * (high - lower);
    sound.left[start + n] += toLeft * sample;
    sound.right[start + n] += toRight * sample;
    turns += (tone * (1 + bend)) / sound_ts_1.SAMPLE_RATE;
    bend *= fall;
    toneLevel *= ringShrink;
    noiseLevel *= rattleShrink;
  }
}
