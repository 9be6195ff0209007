/**
 * The time division of a file.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';

/** The length of a tick. */
export interface Division {
  /** Ticks in a quarter note, 1–32,767. */
  readonly ppq: number;
  /** For SMPTE time, the fixed tempo that gives ticks their length; otherwise undefined. */
  readonly microsecondsPerQuarter: number | undefined;
  /** The 16 bits of the header. */
  readonly raw: number;
}

/**
 * Decodes the header's time division.
 *
 * Files with SMPTE time have no beat. They get a quarter note of half a second, so that ticks stay as they are: 12, 12½ or 15
 * frames at 24, 25 or 30 frames per second. If that is not a whole number of ticks (25 frames of an odd number), the quarter note
 * lasts a second. Code 29 means 30,000/1001 frames per second, so 15 frames last 0.5005 seconds.
 *
 * @param raw - the 16 bits of the header
 * @param offset - where they are in the file
 * @throws {HarmoniumError} `midi-division` for zero ticks or an unknown frame rate
 */
export function readDivision(raw: number, offset: number): Division {
  if (raw < 0x8000) {
    if (raw === 0) refuse('from 1 to 32767 ticks in a quarter note', '0', offset);
    return { ppq: raw, microsecondsPerQuarter: undefined, raw };
  }
  const frames = 256 - (raw >>> 8);
  const ticks = raw & 255;
  if (ticks === 0) refuse('from 1 to 255 ticks in a frame', '0', offset);
  if (frames === 24) return { ppq: 12 * ticks, microsecondsPerQuarter: 500000, raw };
  if (frames === 29) return { ppq: 15 * ticks, microsecondsPerQuarter: 500500, raw };
  if (frames === 30) return { ppq: 15 * ticks, microsecondsPerQuarter: 500000, raw };
  if (frames !== 25) refuse('24, 25, 29 or 30 frames a second', `${frames}`, offset);
  if (ticks % 2 === 0) return { ppq: (25 * ticks) / 2, microsecondsPerQuarter: 500000, raw };
  return { ppq: 25 * ticks, microsecondsPerQuarter: 1000000, raw };
}

function refuse(expected: string, got: string, offset: number): never {
  throw new HarmoniumError('midi-division', 'the time division', { expected, got, offset });
}
