/**
 * What a tick is.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';

/** A file's unit of time. */
export interface Division {
  /** Ticks in a quarter note, 1–32,767. */
  readonly ppq: number;
  /** Set when the file counts film frames: the one tempo that makes its ticks last as long as they should. */
  readonly microsecondsPerQuarter: number | undefined;
  /** As the header has it. */
  readonly raw: number;
}

/**
 * Takes the header's division apart.
 *
 * Files that count film frames (SMPTE) have no beat. They get one of half a second, so that their ticks need not change:
 * 24, 25 or 30 frames a second make 12, 12½ or 15 frames of it. Where that is not a whole number of ticks (25 frames of an
 * odd number), the beat is a whole second. Code 29 means 30,000/1001 frames a second, so 15 frames last 0.5005 seconds.
 *
 * @param raw - the 16 bits of the header
 * @param offset - where they are in the file
 * @throws {HarmoniumError} `midi-division` for zero, a frame rate there is not, or no ticks in a frame
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
