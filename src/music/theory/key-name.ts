/**
 * Keys by name.
 *
 * @module
 */
import { refuse } from '../../check.ts';
import type { Model } from '../../model/model.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { transposeRoll } from '../../roll/transpose-roll.ts';
import { semitonesFrom, semitonesToC } from './key.ts';

const NATURALS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/**
 * The major scale of a key, as its tonic, 0 (C) to 11: that of the relative major for a minor key. `C`, `F#`, `Bb`, `Em`,
 * `c#m`, `A minor`, `E♭ major`.
 *
 * @throws {HarmoniumError} `option-range`
 */
export function parseKey(text: string): number {
  const match = /^([A-Ga-g])([#♯b♭]?) ?(m|min|minor|M|maj|major|)$/.exec(text);
  const natural = NATURALS[match?.[1]?.toUpperCase() ?? ''];
  if (match === null || natural === undefined) {
    refuse('key', 'a key such as C, F#, Bb, Em or A minor', `'${text}'`);
  }
  const sign = match[2] ?? '';
  const tonic = natural + (sign === '' ? 0 : '#♯'.includes(sign) ? 1 : -1);
  const minor = ['m', 'min', 'minor'].includes(match[3] ?? '');
  return (tonic + (minor ? 3 : 0) + 12) % 12;
}

/** Semitones, −6 to 5, from C major to the scale of this tonic. */
export function semitonesFromC(tonic: number): number {
  return 0 - semitonesFrom(tonic);
}

/** Whether a model learnt all its songs in C major or A minor. */
export function playsInC(model: Model): boolean {
  return model.training.transpose === 'to-c';
}

/** A model's music in a key; as it is for undefined. */
export function inKey(model: Model, roll: PianoRoll, key: string | undefined): PianoRoll {
  if (key === undefined) return roll;
  const toC = playsInC(model) ? 0 : semitonesToC(roll);
  const up = semitonesFromC(parseKey(key));
  return moveRoll(roll, wrapped(toC + up));
}

/** The same pitch classes by the shortest way: −6 to 5 semitones. */
function wrapped(semitones: number): number {
  return semitonesFromC((semitones + 24) % 12);
}

/** A roll higher or lower by some semitones, together with its range: no note is lost unless MIDI has no pitch for it. */
export function moveRoll(roll: PianoRoll, semitones: number): PianoRoll {
  const low = roll.pitches.low + semitones;
  const high = roll.pitches.high + semitones;
  if (low < 0 || high > 127) return transposeRoll(roll, semitones);
  return { ...roll, pitches: { low, high } };
}
