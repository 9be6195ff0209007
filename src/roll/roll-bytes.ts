/**
 * A roll's bits, for hashing and counting.
 *
 * @module
 */
import { getBit } from '../math/bit-rows.ts';
import type { PianoRoll } from './piano-roll.ts';
import { bitsPerStep, pitchCount } from './roll-shape.ts';

/** The bits row after row, eight to a byte, the first in the most significant place; the last byte is filled with 0. */
export function rollBytes(roll: PianoRoll): Uint8Array {
  const { bits, steps, pitches } = roll;
  const count = steps * bitsPerStep(pitches);
  const bytes = new Uint8Array(Math.ceil(count / 8));
  for (const i of bytes.keys()) bytes[i] = (bits[i >>> 2] ?? 0) >>> (24 - 8 * (i & 3));
  const used = count % 8;
  const last = bytes.length - 1;
  if (used > 0) bytes[last] = (bytes[last] ?? 0) & (0xff00 >>> used);
  return bytes;
}

/** How many bits of a roll say "held", and how many "struck". */
export function rollCounts(roll: PianoRoll): { held: number; struck: number } {
  const { bits, steps, pitches } = roll;
  const count = pitchCount(pitches);
  let held = 0;
  let struck = 0;
  for (let step = 0, bit = 0; step < steps; step++) {
    for (const stop = bit + count; bit < stop; bit++) held += getBit(bits, bit);
    for (const stop = bit + count; bit < stop; bit++) struck += getBit(bits, bit);
  }
  return { held, struck };
}

/** Whether nothing is held. */
export function isSilent({ bits, steps, pitches }: PianoRoll): boolean {
  const count = pitchCount(pitches);
  for (let bit = 0; bit < steps * 2 * count; bit += 2 * count) {
    for (let p = 0; p < count; p++) if (getBit(bits, bit + p) === 1) return false;
  }
  return true;
}
