/**
 * Moving a roll up and down.
 *
 * @module
 */
import { checkInteger } from '../check.ts';
import { getBit, setBit } from '../math/bits/bit-rows.ts';
import type { PianoRoll } from './piano-roll.ts';
import { checkRoll, pitchCount, silentRoll } from './roll-shape.ts';

/**
 * The roll `semitones` higher, or lower if negative (−127 to 127). What leaves the roll's pitches is lost.
 *
 * @throws {HarmoniumError} `option-range`; `length` if the roll has too few bits
 */
export function transposeRoll(roll: PianoRoll, semitones: number): PianoRoll {
  checkRoll('roll', roll);
  checkInteger('semitones', semitones, -127, 127);
  if (semitones === 0) return roll;
  const moved = silentRoll(roll.steps, roll.grid, roll.pitches);
  transposeBits(moved.bits, roll, semitones);
  return moved;
}

/** Sets in `bits`, which are 0, what {@link transposeRoll} gives. */
export function transposeBits(bits: Uint32Array, roll: PianoRoll, semitones: number): void {
  // Asked once: a roll may have to unpack them.
  const given = roll.bits;
  const pitches = pitchCount(roll.pitches);
  const first = Math.max(0, -semitones);
  const end = Math.min(pitches, pitches - semitones);
  // Held and struck halves of every step in turn.
  for (let base = 0; base < roll.steps * 2 * pitches; base += pitches) {
    for (let p = first; p < end; p++) if (getBit(given, base + p) === 1) setBit(bits, base + p + semitones);
  }
}
