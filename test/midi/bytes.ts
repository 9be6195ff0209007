/**
 * Building MIDI files byte by byte.
 *
 * @module
 */

/** A chunk: four letters, the length, the data. */
export function chunk(tag: string, data: readonly number[], length: number = data.length): number[] {
  const letters = Array.from(tag, (letter) => letter.charCodeAt(0));
  return [...letters, ...uint32(length), ...data];
}

/** A header chunk. */
export function header(format: number, tracks: number, division: number): number[] {
  return chunk('MThd', [0, format, tracks >>> 8, tracks & 255, division >>> 8, division & 255]);
}

/** An end-of-track event with delta 0. */
export const END: readonly number[] = [0, 0xff, 0x2f, 0];

/** A file of format 0 at 96 ticks a quarter note whose one track holds these bytes. */
export function fileOf(track: readonly number[]): Uint8Array {
  return Uint8Array.from([...header(0, 1, 96), ...chunk('MTrk', track)]);
}

/** Offset in {@link fileOf} of the track's first byte. */
export const TRACK_START = 22;

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
