/**
 * The note of a sound file that is named by it.
 *
 * @module
 */

import type { VoiceNote } from '../conditioning.ts';

/** Semitones of the letters above C. */
const LETTERS: Readonly<Record<string, number>> = { c: 0, d: 2, e: 4, f: 5, g: 7, a: 9, b: 11 };
/** `C4`, `f#3`, `Bb-1`, as a word of its own. */
const NAME = /(?:^|[^a-z0-9#])([a-g])([#b]?)(-?\d)(?![0-9a-z#])/gi;
/** A number as a word of its own. */
const NUMBER = /(?:^|[^0-9a-z.-])(\d{1,3})(?![0-9a-z])/gi;
/** `v90` or `vel90`. */
const VELOCITY = /(?:^|[^a-z])v(?:el)?(\d{1,3})(?![0-9])/i;
const USUAL_VELOCITY = 90;

/**
 * Pitch and velocity that a file's name says: a note such as `C4` (MIDI 60) or a MIDI number, the last one if there are several; and `v90` for the
 * velocity, 90 by default.
 *
 * @param name - without folder and ending
 * @returns undefined if it names no pitch from 0 to 127
 */
export function namedNote(name: string): Pick<VoiceNote, 'pitch' | 'velocity'> | undefined {
  const said = Number(VELOCITY.exec(name)?.[1] ?? USUAL_VELOCITY);
  const velocity = said >= 1 && said <= 127 ? said : USUAL_VELOCITY;
  const rest = name.replace(VELOCITY, ' ');
  const note = [...rest.matchAll(NAME)].at(-1);
  const number = [...rest.matchAll(NUMBER)].at(-1);
  const pitch =
    note === undefined
      ? Number(number?.[1] ?? Number.NaN)
      : 12 * (Number(note[3]) + 1) +
        (LETTERS[(note[1] ?? '').toLowerCase()] ?? 0) +
        (note[2] === '#' ? 1 : note[2] === '' ? 0 : -1);
  return pitch >= 0 && pitch <= 127 ? { pitch, velocity } : undefined;
}
