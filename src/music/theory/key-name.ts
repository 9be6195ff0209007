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
 * The tonic, 0 (C) to 11, of a key's major scale; for a minor key that of the relative major. Reads `C`, `F#`, `Bb`, `Em`, `c#m`,
 * `A minor`, `E♭ major`.
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

/** Transposition from C major to the scale of a tonic, 0–11: −6 to 5 semitones. */
function semitonesFromC(tonic: number): number {
  return 0 - semitonesFrom(tonic);
}

/** Whether a model was trained on songs transposed to C major or A minor. */
export function playsInC(model: Model): boolean {
  return model.training.transpose === 'to-c';
}

/**
 * A model's music transposed to a key; unchanged for undefined.
 *
 * @throws {HarmoniumError} `option-range` if `key` is not the name of a key
 */
export function inKey(model: Model, roll: PianoRoll, key: string | undefined): PianoRoll {
  if (key === undefined) return roll;
  const toC = playsInC(model) ? 0 : semitonesToC(roll);
  const up = semitonesFromC(parseKey(key));
  return moveRoll(roll, wrapped(toC + up));
}

/** The shortest transposition to the same pitch classes, −6 to 5 semitones. */
function wrapped(semitones: number): number {
  return semitonesFromC((semitones + 24) % 12);
}

/** A transposed roll whose range moves along: only notes beyond MIDI's range are lost. */
function moveRoll(roll: PianoRoll, semitones: number): PianoRoll {
  const low = roll.pitches.low + semitones;
  const high = roll.pitches.high + semitones;
  if (low < 0 || high > 127) return transposeRoll(roll, semitones);
  return { ...roll, pitches: { low, high } };
}
