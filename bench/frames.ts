/**
 * Music as frames: rows of pitches that sound together.
 *
 * @module
 */
import { activeBits } from '#internal/math/bits/active-bits';
import type { GroupedRows } from '#internal/math/bits/bit-rows';
import { setBit, wordsFor } from '#internal/math/bits/bit-rows';

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

/**
 * Each frame `copies` times, and once more in each transposition; a frame that leaves the keyboard stays as it was.
 *
 * @param semitones - the transpositions
 */
export function transposedAmong(rows: GroupedRows, copies: number, semitones: readonly number[]): GroupedRows {
  const count = rows.starts.length;
  const width = 32 * wordsFor(rows.columns);
  const bits = new Uint32Array(rows.bits.length + (semitones.length * count * width) / 32);
  bits.set(rows.bits);
  const starts = new Uint32Array((copies + semitones.length) * count);
  // Copies are the same bits: only what is transposed takes room.
  for (let c = 0; c < copies; c++) starts.set(rows.starts, c * count);
  const active = new Uint32Array(rows.columns);
  let next = copies * count;
  let free = 32 * rows.bits.length;
  for (const shift of semitones) {
    for (let row = 0; row < count; row++, free += width) {
      const keys = active.subarray(0, activeBits(active, rows, row));
      const leaves = keys.some((key) => key + shift < 0 || key + shift >= rows.columns);
      for (const key of keys) setBit(bits, free + key + (leaves ? 0 : shift));
      starts[next++] = free;
    }
  }
  return { bits, starts, columns: rows.columns, groups: Uint32Array.of(0, starts.length) };
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
