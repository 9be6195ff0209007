'use strict';
Object.defineProperty(exports, '__esModule', { value: true });
exports.instrumentTone = instrumentTone;
/**
 * Which of our few instruments plays which of General MIDI's 128.
 *
 * @module
 */
const struck_tone_ts_1 = require('./struck-tone.js');
const sustained_tone_ts_1 = require('./sustained-tone.js');
const PIANO = { struck: struck_tone_ts_1.STRUCK.piano };
const BARS = { struck: struck_tone_ts_1.STRUCK.bars };
const GUITAR = { struck: struck_tone_ts_1.STRUCK.guitar };
const BASS = { struck: struck_tone_ts_1.STRUCK.bass };
const ORGAN = { sustained: sustained_tone_ts_1.SUSTAINED.organ };
const STRINGS = { sustained: sustained_tone_ts_1.SUSTAINED.strings };
const WIND = { sustained: sustained_tone_ts_1.SUSTAINED.wind };
const PAD = { sustained: sustained_tone_ts_1.SUSTAINED.pad };
/** General MIDI's sixteen families of eight, in order. */
// biome-ignore format: four families a line
const FAMILIES = [
    PIANO, BARS, ORGAN, GUITAR, // piano, chromatic percussion, organ, guitar
    BASS, STRINGS, STRINGS, WIND, // bass, strings, ensemble, brass
    WIND, WIND, WIND, PAD, // reed, pipe, synth lead, synth pad
    PAD, GUITAR, BARS, PAD, // synth effects, ethnic, percussive, sound effects
];
/**
 * The tone of a key. Low keys stand to the left and high ones to the right, as a pianist hears them; a bass stands in the
 * middle.
 *
 * @param program - 0–127
 * @param pitch - 0–127
 * @param velocity - 1–127
 */
function instrumentTone(program, pitch, velocity) {
  const instrument = FAMILIES[program >>> 3] ?? PIANO;
  const pan = instrument === BASS ? 0 : Math.max(-0.6, Math.min(0.6, (pitch - 64) / 45));
  return 'struck' in instrument
    ? (0, struck_tone_ts_1.struckTone)(instrument.struck, pitch, velocity, pan)
    : (0, sustained_tone_ts_1.sustainedTone)(instrument.sustained, pitch, velocity, pan);
}
