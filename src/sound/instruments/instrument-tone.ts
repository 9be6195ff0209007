/**
 * The mapping from General MIDI's 128 programs to the synthesiser's instruments.
 *
 * @module
 */
import { STRUCK, type Struck, struckTone } from './struck-tone.ts';
import { SUSTAINED, type Sustained, sustainedTone } from './sustained-tone.ts';
import type { Tone } from './tone.ts';

type Instrument = { readonly struck: Struck } | { readonly sustained: Sustained };

const PIANO: Instrument = { struck: STRUCK.piano };
const MALLETS: Instrument = { struck: STRUCK.mallets };
const GUITAR: Instrument = { struck: STRUCK.guitar };
const BASS: Instrument = { struck: STRUCK.bass };
const ORGAN: Instrument = { sustained: SUSTAINED.organ };
const STRINGS: Instrument = { sustained: SUSTAINED.strings };
const WIND: Instrument = { sustained: SUSTAINED.wind };
const PAD: Instrument = { sustained: SUSTAINED.pad };

/** General MIDI's sixteen families of eight programs. */
// biome-ignore format: four families a line
const FAMILIES: readonly Instrument[] = [
  PIANO, MALLETS, ORGAN, GUITAR, // piano, chromatic percussion, organ, guitar
  BASS, STRINGS, STRINGS, WIND, // bass, strings, ensemble, brass
  WIND, WIND, WIND, PAD, // reed, pipe, synth lead, synth pad
  PAD, GUITAR, MALLETS, PAD, // synth effects, ethnic, percussive, sound effects
];

/**
 * The tone of a note. Low notes are panned to the left and high ones to the right, as a pianist hears them; basses to the centre.
 *
 * @param program - 0–127
 * @param pitch - 0–127
 * @param velocity - 1–127
 */
export function instrumentTone(program: number, pitch: number, velocity: number): Tone {
  const instrument = FAMILIES[program >>> 3] ?? PIANO;
  const pan = instrument === BASS ? 0 : Math.max(-0.6, Math.min(0.6, (pitch - 64) / 45));
  return 'struck' in instrument
    ? struckTone(instrument.struck, pitch, velocity, pan)
    : sustainedTone(instrument.sustained, pitch, velocity, pan);
}
