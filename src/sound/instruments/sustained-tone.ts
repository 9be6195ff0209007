/**
 * Tones that last as long as their key is held: organ, strings, winds, pads.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { pitchFrequency } from './pitch-frequency.ts';
import type { PartialTone, Source, Tone } from './tone.ts';

/** Parameters of a sustained instrument. */
export interface Sustained {
  /** Amplitudes of the harmonics 1, 2, 3, … */
  readonly harmonics: readonly number[];
  /** Roll-off of the spectrum, in hertz. */
  readonly brightness: number;
  /** Cents between the outer two of three detuned players, panned left and right; 0 for a single player. */
  readonly chorus: number;
  /** Seconds of the attack. */
  readonly attack: number;
  /** Seconds in which the tone falls to 1/e after the note off. */
  readonly release: number;
}

/** The sustained instruments. */
export const SUSTAINED: Readonly<Record<'organ' | 'strings' | 'wind' | 'pad', Sustained>> = {
  // Drawbars 8', 4', 2⅔', 2', 1⅓' and 1'.
  organ: {
    harmonics: [0.8, 0.6, 0.3, 0.28, 0, 0.12, 0, 0.1],
    brightness: 4000,
    chorus: 3,
    attack: 0.02,
    release: 0.06,
  },
  strings: {
    harmonics: [1, 0.55, 0.42, 0.3, 0.24, 0.18, 0.15, 0.12, 0.1, 0.08],
    brightness: 2200,
    chorus: 8,
    attack: 0.09,
    release: 0.16,
  },
  wind: { harmonics: [1, 0.45, 0.5, 0.22, 0.2, 0.1, 0.08], brightness: 2000, chorus: 0, attack: 0.04, release: 0.07 },
  pad: { harmonics: [1, 0.35, 0.2, 0.1, 0.06, 0.04], brightness: 1400, chorus: 10, attack: 0.22, release: 0.35 },
};

const HIGHEST = 15000;
/** Level of sustained tones relative to struck ones, which are loud only at first. */
const LEVEL = 0.38;

/**
 * A sustained tone.
 *
 * @param pitch - 0–127
 * @param velocity - 1–127
 * @param pan - −1 to 1
 */
export function sustainedTone(instrument: Sustained, pitch: number, velocity: number, pan: number): Tone {
  const { chorus, attack, release } = instrument;
  // The outer players are softer than the middle one, so that their beats never cancel it.
  const reach = 0.7 * (1 - Math.abs(pan));
  const sources: Source[] =
    chorus === 0
      ? [{ partials: player(instrument, pitch, velocity, 0, 1), pan }]
      : [
          { partials: player(instrument, pitch, velocity, -chorus / 2, 0.32), pan: pan - reach },
          { partials: player(instrument, pitch, velocity, 0, 0.85), pan },
          { partials: player(instrument, pitch, velocity, chorus / 2, 0.32), pan: pan + reach },
        ];
  return { sources, attack, release };
}

function player(instrument: Sustained, pitch: number, velocity: number, cents: number, share: number): PartialTone[] {
  const { harmonics, brightness } = instrument;
  const force = velocity / 127;
  const fundamental = pitchFrequency(pitch) * exp((cents / 1200) * Math.LN2);
  const bright = brightness * (0.6 + 0.6 * force) + 0.8 * fundamental;
  const partials: PartialTone[] = [];
  for (const [n, amplitude] of harmonics.entries()) {
    const frequency = fundamental * (n + 1);
    if (frequency > HIGHEST) break;
    const level = LEVEL * share * force * amplitude * exp(-frequency / bright);
    if (amplitude > 0) partials.push({ frequency, level, decay: Infinity });
  }
  return partials;
}
