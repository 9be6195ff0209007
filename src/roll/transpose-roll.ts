/**
 * Transposing a roll.
 *
 * @module
 */
import { checkInteger } from '../check.ts';
import { getBit, setBit } from '../math/bits/bit-rows.ts';
import type { PianoRoll } from './piano-roll.ts';
import { checkRoll, pitchCount, silentRoll } from './roll-shape.ts';

/**
 * Transposes a roll up by `semitones`, −127 to 127. Cells that leave the roll's range are lost.
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

/** Writes the bits of {@link transposeRoll} to `bits`, which must be 0. */
export function transposeBits(bits: Uint32Array, roll: PianoRoll, semitones: number): void {
  // Read once: `bits` may be a getter that unpacks them.
  const given = roll.bits;
  const pitches = pitchCount(roll.pitches);
  const first = Math.max(0, -semitones);
  const end = Math.min(pitches, pitches - semitones);
  // Held and struck halves of every step in turn.
  for (let base = 0; base < roll.steps * 2 * pitches; base += pitches) {
    for (let p = first; p < end; p++) if (getBit(given, base + p) === 1) setBit(bits, base + p + semitones);
  }
}
