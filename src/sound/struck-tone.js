'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.STRUCK = void 0;
exports.struckTone = struckTone;
/**
 * Tones that are struck or plucked and then die away: piano, bars, guitar, bass.
 *
 * @module
 */
const exp_ts_1 = require('../math/exp.js');
const sine_ts_1 = require('../math/sine.js');
const pitch_frequency_ts_1 = require('./pitch-frequency.js');
/** A string's own partials: 1, 2, 3, …, 12. */
const HARMONIC = Array.from({ length: 12 }, (_, n) => n + 1);
/** What struck instruments there are. A stiff bar's second and third mode lie at about 4 and 10 times the first. */
exports.STRUCK = {
  piano: {
    ratios: HARMONIC,
    brightness: 1900,
    sustain: 2.6,
    strikePoint: 0.12,
    stiffness: 0.0003,
    attack: 0.003,
    release: 0.09,
    width: 0.35,
    level: 1,
  },
  bars: {
    ratios: [1, 3.98, 9.9],
    brightness: 2600,
    sustain: 0.9,
    strikePoint: 0,
    stiffness: 0,
    attack: 0.001,
    release: 0.25,
    width: 0.25,
    level: 0.5,
  },
  guitar: {
    ratios: HARMONIC,
    brightness: 2300,
    sustain: 1.6,
    strikePoint: 0.2,
    stiffness: 0.0001,
    attack: 0.002,
    release: 0.07,
    width: 0.2,
    level: 0.6,
  },
  bass: {
    ratios: HARMONIC.slice(0, 8),
    brightness: 520,
    sustain: 1.4,
    strikePoint: 0.3,
    stiffness: 0.00005,
    attack: 0.006,
    release: 0.08,
    width: 0,
    level: 0.75,
  },
};
/** Two strings of a key differ by this much, so that they beat slowly: ±0.35 cents. */
const DETUNE = 0.0002;
/** Partials above this are left out: nothing folds back from half the sample rate. */
const HIGHEST = 15000;
/**
 * A struck tone. Its two strings are a little out of tune, and one dies away twice as fast: together they fall quickly at
 * first and then linger, as a piano's do.
 *
 * @param pitch - 0–127
 * @param velocity - 1–127: harder is louder and brighter
 * @param pan - −1 to 1
 */
function struckTone(instrument, pitch, velocity, pan) {
  const { attack, release, width } = instrument;
  const reach = width * (1 - Math.abs(pan));
  return {
    sources: [
      { partials: strings(instrument, pitch, velocity, 1 + DETUNE, 0.55), pan: pan - reach },
      { partials: strings(instrument, pitch, velocity, 1 - DETUNE, 1.15), pan: pan + reach },
    ],
    attack,
    // Long strings are damped slowly.
    release: release * (0, exp_ts_1.exp)((60 - pitch) / 50),
  };
}
function strings(instrument, pitch, velocity, tuning, lasting) {
  const force = velocity / 127;
  const { ratios, brightness, sustain, strikePoint, stiffness } = instrument;
  const loud = instrument.level * force * Math.sqrt(force);
  const fundamental = (0, pitch_frequency_ts_1.pitchFrequency)(pitch);
  const bright = brightness * (0.45 + 0.75 * force) + 0.9 * fundamental;
  // A string an octave higher rings for about 0.6 times as long.
  const life = sustain * lasting * (0, exp_ts_1.exp)((60 - pitch) / 24);
  const partials = [];
  for (const ratio of ratios) {
    const frequency = fundamental * tuning * ratio * Math.sqrt((1 + stiffness * ratio * ratio) / (1 + stiffness));
    if (frequency > HIGHEST) break;
    const node = strikePoint === 0 ? 1 : Math.abs((0, sine_ts_1.sineOfTurns)((ratio * strikePoint) / 2));
    const level = (loud * node * (0, exp_ts_1.exp)(-frequency / bright)) / ratio;
    partials.push({ frequency, level, decay: life / (1 + 0.22 * (ratio - 1) + frequency / 3500) });
  }
  return partials;
}
