/**
 * A roll's bits as bytes, and counts of them.
 *
 * @module
 */
import { activeRange } from '../math/bits/active-bits.ts';
import type { PianoRoll } from './piano-roll.ts';
import { bitsPerStep, pitchCount } from './roll-shape.ts';

/** The bits row after row, packed into bytes with the first bit as the most significant; the last byte is padded with 0. */
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

/** The number of held and of struck cells. */
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

/** Whether no cell is held. */
export function isSilent({ bits, steps, pitches }: PianoRoll): boolean {
  const count = pitchCount(pitches);
  const active = new Uint32Array(count);
  for (let first = 0; first < steps * 2 * count; first += 2 * count) {
    if (activeRange(active, bits, first, count) > 0) return false;
  }
  return true;
}

/** The step after the last held cell; 0 for silence. */
export function heldUpTo({ bits, steps, pitches }: PianoRoll): number {
  const count = pitchCount(pitches);
  const active = new Uint32Array(count);
  let end = steps;
  while (end > 0 && activeRange(active, bits, (end - 1) * 2 * count, count) === 0) end--;
  return end;
}
