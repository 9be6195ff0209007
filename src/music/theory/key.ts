/**
 * Which key music is in, as far as its notes tell.
 *
 * @module
 */
import { getBit } from '../../math/bits/bit-rows.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { pitchCount } from '../../roll/roll-shape.ts';

/** Semitones of the major scale above its tonic. */
export const MAJOR_SCALE = [0, 2, 4, 5, 7, 9, 11] as const;

/**
 * The major scale that most of a roll's held cells belong to, as its tonic, 0 (C) to 11. A minor piece has the scale of its
 * relative major. The lowest of equally good ones; 0 for silence.
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

/** Semitones, −5 to 6, that bring a roll to C major or A minor. */
export function semitonesToC(roll: PianoRoll): number {
  return semitonesFrom(majorScaleOf(roll));
}

/** Semitones, −5 to 6, from a tonic, 0–11, to C. */
export function semitonesFrom(tonic: number): number {
  return tonic === 0 ? 0 : tonic < 6 ? -tonic : 12 - tonic;
}
