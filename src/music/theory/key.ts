/**
 * Key detection from the notes of a roll.
 *
 * @module
 */
import { getBit } from '../../math/bits/bit-rows.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { pitchCount } from '../../roll/roll-shape.ts';

/** Semitones of the major scale above its tonic. */
export const MAJOR_SCALE = [0, 2, 4, 5, 7, 9, 11] as const;

/**
 * The tonic, 0 (C) to 11, of the major scale that contains most of a roll's held cells; for minor keys that of the relative
 * major. Ties go to the lowest; 0 for silence.
 */
export function majorScaleOf(roll: PianoRoll): number {
  const classes = new Float64Array(12);
  const pitches = pitchCount(roll.pitches);
  for (let step = 0; step < roll.steps; step++) {
    for (let p = 0; p < pitches; p++) {
      if (getBit(roll.bits, step * 2 * pitches + p) === 1) classes[(roll.pitches.low + p) % 12]! += 1;
    }
  }
  let best = 0;
  let most = -1;
  for (let tonic = 0; tonic < 12; tonic++) {
    let cells = 0;
    for (const degree of MAJOR_SCALE) cells += classes[(tonic + degree) % 12] ?? 0;
    if (cells > most) {
      most = cells;
      best = tonic;
    }
  }
  return best;
}

/** Transposition of a roll to C major or A minor, −5 to 6 semitones. */
export function semitonesToC(roll: PianoRoll): number {
  return semitonesFrom(majorScaleOf(roll));
}

/** Transposition from a tonic, 0–11, to C: −5 to 6 semitones. */
export function semitonesFrom(tonic: number): number {
  return tonic === 0 ? 0 : tonic < 6 ? -tonic : 12 - tonic;
}
