/**
 * Music as frames: rows of pitches that sound together.
 *
 * @module
 */
import type { GroupedRows } from 'harmonium-rbm/math/bit-rows';
import { setBit, wordsFor } from 'harmonium-rbm/math/bit-rows';

/** The 88 keys of a piano, as in Boulanger-Lewandowski et al. (2012). */
const LOW = 21;
const KEYS = 88;

/**
 * One part of a file `{"train": [piece, …], "valid": …}`, a piece being frames and a frame MIDI pitches, 21–108: a row of 88
 * bits for each frame, a group for each piece.
 *
 * @throws {Error} if the file is not of this form or has no such part
 */
export function framesOf(text: string, part: string): GroupedRows {
  const parsed: unknown = JSON.parse(text);
  const parts =
    typeof parsed === 'object' && parsed !== null ? new Map<string, unknown>(Object.entries(parsed)) : new Map();
  const pieces = listOf(parts.get(part), `"${part}": a list of pieces; the file has ${[...parts.keys()].join(', ')}`);
  const groups = [0];
  const rows: number[][] = [];
  for (const piece of pieces) {
    for (const frame of listOf(piece, 'a list of frames for a piece')) {
      rows.push(listOf(frame, 'a list of pitches for a frame').map(keyOf));
    }
    groups.push(rows.length);
  }
  if (rows.length === 0) throw new Error(`"${part}" has no frames`);
  const width = 32 * wordsFor(KEYS);
  const bits = new Uint32Array((rows.length * width) / 32);
  for (const [r, keys] of rows.entries()) for (const key of keys) setBit(bits, r * width + key);
  return {
    bits,
    starts: Uint32Array.from(rows, (_, r) => r * width),
    columns: KEYS,
    groups: Uint32Array.from(groups),
  };
}

function listOf(value: unknown, what: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`expected ${what}`);
  return value;
}

function keyOf(pitch: unknown): number {
  const key = Number(pitch) - LOW;
  if (!(Number.isInteger(key) && key >= 0 && key < KEYS)) throw new Error(`expected pitches 21 to 108, got ${pitch}`);
  return key;
}
