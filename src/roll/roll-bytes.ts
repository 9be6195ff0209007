/**
 * A roll's bits, for hashing and counting.
 *
 * @module
 */
import { activeRange } from '../math/bits/active-bits.ts';
import type { PianoRoll } from './piano-roll.ts';
import { bitsPerStep, pitchCount } from './roll-shape.ts';

/** The bits row after row, eight to a byte, the first in the most significant place; the last byte is filled with 0. */
export function rollBytes(roll: PianoRoll): Uint8Array {
  const { bits, steps, pitches } = roll;
  const count = steps * bitsPerStep(pitches);
  const bytes = new Uint8Array(Math.ceil(count / 8));
  for (let i = 0; i < bytes.length; i++) bytes[i] = (bits[i >>> 2] ?? 0) >>> (24 - 8 * (i & 3));
  const used = count % 8;
  const last = bytes.length - 1;
  if (used > 0) bytes[last] = (bytes[last] ?? 0) & (0xff00 >>> used);
  return bytes;
}

/** How many bits of a roll say "held", and how many "struck". */
export function rollCounts({ bits, steps, pitches }: PianoRoll): { held: number; struck: number } {
  const count = pitchCount(pitches);
  const active = new Uint32Array(count);
  let held = 0;
  let struck = 0;
  for (let first = 0; first < steps * 2 * count; first += 2 * count) {
    held += activeRange(active, bits, first, count);
    struck += activeRange(active, bits, first + count, count);
  }
  return { held, struck };
}

/** Whether nothing is held. */
export function isSilent({ bits, steps, pitches }: PianoRoll): boolean {
  const count = pitchCount(pitches);
  const active = new Uint32Array(count);
  for (let first = 0; first < steps * 2 * count; first += 2 * count) {
    if (activeRange(active, bits, first, count) > 0) return false;
  }
  return true;
}

/** The step after the last at which something is held; 0 for silence. */
export function heldUpTo({ bits, steps, pitches }: PianoRoll): number {
  const count = pitchCount(pitches);
  const active = new Uint32Array(count);
  let end = steps;
  while (end > 0 && activeRange(active, bits, (end - 1) * 2 * count, count) === 0) end--;
  return end;
}
