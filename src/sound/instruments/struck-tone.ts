/**
 * Tones that are struck or plucked and decay: piano, mallets, guitar, bass.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { sineOfTurns } from '../../math/functions/sine.ts';
import { pitchFrequency } from './pitch-frequency.ts';
import type { PartialTone, Tone } from './tone.ts';

/** Parameters of a struck instrument. */
export interface Struck {
  /** Partials' frequencies over the fundamental's, ascending from 1. */
  readonly ratios: readonly number[];
  /** Roll-off of the spectrum in hertz: a softer hammer has a lower one. */
  readonly brightness: number;
  /** Seconds in which middle C's fundamental falls to 1/e. */
  readonly sustain: number;
  /** Strike position along the string, 0–0.5: partials with a node there are missing. 0 turns this off. */
  readonly strikePoint: number;
  /** Inharmonicity B: partial n is at n·f·√(1 + B·n²). */
  readonly stiffness: number;
  /** Seconds of the attack. */
  readonly attack: number;
  /** Seconds in which the tone falls to 1/e after the note off. */
  readonly release: number;
  /** Stereo width of the two strings, 0–1. */
  readonly width: number;
  /** Loudness relative to the other instruments. */
  readonly level: number;
}

/** The harmonic series 1, 2, 3, …, 12. */
const HARMONIC: readonly number[] = Array.from({ length: 12 }, (_, n) => n + 1);

/** The struck instruments. A vibrating bar's second and third mode are at about 4 and 10 times the first. */
export const STRUCK: Readonly<Record<'piano' | 'mallets' | 'guitar' | 'bass', Struck>> = {
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
  mallets: {
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

/** Detuning of a key's two strings, which beat slowly: ±0.35 cents. */
const DETUNE = 0.0002;
/** Partials above this are left out, in hertz: no aliasing. */
const HIGHEST = 15000;

/**
 * A struck tone. Its two strings are slightly detuned, and one decays twice as fast as the other: together they have the
 * two-stage decay of a piano.
 *
 * @param pitch - 0–127
 * @param velocity - 1–127: harder is louder and brighter
 * @param pan - −1 to 1
 */
export function struckTone(instrument: Struck, pitch: number, velocity: number, pan: number): Tone {
  const { attack, release, width } = instrument;
  const reach = width * (1 - Math.abs(pan));
  return {
    sources: [
      { partials: strings(instrument, pitch, velocity, 1 + DETUNE, 0.55), pan: pan - reach },
      { partials: strings(instrument, pitch, velocity, 1 - DETUNE, 1.15), pan: pan + reach },
    ],
    attack,
    // Dampers take longer on long strings.
    release: release * exp((60 - pitch) / 50),
  };
}

function strings(instrument: Struck, pitch: number, velocity: number, tuning: number, lasting: number): PartialTone[] {
  const force = velocity / 127;
  const { ratios, brightness, sustain, strikePoint, stiffness } = instrument;
  const loud = instrument.level * force * Math.sqrt(force);
  const fundamental = pitchFrequency(pitch);
  const bright = brightness * (0.45 + 0.75 * force) + 0.9 * fundamental;
  // A string an octave higher rings for about 0.6 times as long.
  const life = sustain * lasting * exp((60 - pitch) / 24);
  const partials: PartialTone[] = [];
  for (const ratio of ratios) {
    const frequency = fundamental * tuning * ratio * Math.sqrt((1 + stiffness * ratio * ratio) / (1 + stiffness));
    if (frequency > HIGHEST) break;
    const node = strikePoint === 0 ? 1 : Math.abs(sineOfTurns((ratio * strikePoint) / 2));
    const level = (loud * node * exp(-frequency / bright)) / ratio;
    partials.push({ frequency, level, decay: life / (1 + 0.22 * (ratio - 1) + frequency / 3500) });
  }
  return partials;
}
