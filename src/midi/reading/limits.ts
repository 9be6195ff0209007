/**
 * Limits on what is read: a small hostile file can demand much work.
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';

/** Limits on a file; defaults are {@link MIDI_LIMITS}. */
export interface MidiLimits {
  /** Bytes of the file, 1–4,294,967,295. */
  readonly maxBytes?: number | undefined;
  /** Tracks, 1–65,535. */
  readonly maxTracks?: number | undefined;
  /** Events of all kinds in all tracks together, 1–1,000,000,000. */
  readonly maxEvents?: number | undefined;
  /** Ticks in a track, 1–2,147,483,647: sums stay exact, and every tick fits a signed 32-bit number. */
  readonly maxTicks?: number | undefined;
}

/** Maximum ticks in a song. */
export const MAX_TICKS = 2147483647;

/**
 * The default limits. The largest of 9,823 files in use has 312 KB, about 100,000 events of three bytes.
 *
 * 150,000 events take about a tenth of a second and at most 60 MB. Ticks cost nothing until a song becomes a roll, which has its
 * own limit: see `maxSteps` in `roll/song-to-roll`.
 */
export const MIDI_LIMITS: Readonly<Record<keyof MidiLimits, number>> = {
  maxBytes: 16777216,
  maxTracks: 4096,
  maxEvents: 150000,
  maxTicks: MAX_TICKS,
};

/** The maximum of each limit; the minimum is 1. */
export const LIMIT_MAXIMA: Readonly<Record<keyof MidiLimits, number>> = {
  maxBytes: 4294967295,
  maxTracks: 65535,
  maxEvents: 1000000000,
  maxTicks: MAX_TICKS,
};

/**
 * The given limits, with defaults filled in.
 *
 * @throws {HarmoniumError} `option-range`
 */
export function midiLimits(given: MidiLimits): Record<keyof MidiLimits, number> {
  const { maxBytes, maxTracks, maxEvents, maxTicks } = MIDI_LIMITS;
  const limits = {
    maxBytes: given.maxBytes ?? maxBytes,
    maxTracks: given.maxTracks ?? maxTracks,
    maxEvents: given.maxEvents ?? maxEvents,
    maxTicks: given.maxTicks ?? maxTicks,
  };
  for (const name of ['maxBytes', 'maxTracks', 'maxEvents', 'maxTicks'] as const) {
    checkInteger(name, limits[name], 1, LIMIT_MAXIMA[name]);
  }
  return limits;
}

/**
 * The error for a file that exceeds a limit.
 *
 * @param what - "the file has too many events"
 * @param limit - its name becomes the error's `option`
 */
export function limitError(
  what: string,
  [limit, most, unit]: readonly [limit: keyof MidiLimits, most: number, unit: string],
  got: string,
  offset: number,
): HarmoniumError {
  const expected = `at most ${most} ${unit} (${limit})`;
  return new HarmoniumError('midi-too-long', what, { expected, got, offset, option: limit });
}
