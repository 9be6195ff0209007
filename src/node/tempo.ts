/**
 * How fast songs go.
 *
 * @module
 */
import type { Song } from '../midi/song.ts';

/** The tempo of a file that names none, as the standard has it. */
const UNNAMED_TEMPO = 120;

/** Beats a minute that a model can play; a file that says otherwise has made a mistake. */
const SLOWEST = 4;
const FASTEST = 1000;

/** Beats a minute at which a song begins. */
export function firstTempo({ tempos: [first] }: Song): number {
  return first === undefined ? UNNAMED_TEMPO : 60_000_000 / first.microsecondsPerQuarter;
}

/**
 * The middle of the tempos from 4 to 1,000, of an even count the lower of the two, to three decimals: MIDI's whole
 * microseconds make 75.99996960001216 of 76. Undefined when there is none.
 */
export function medianTempo(tempos: readonly number[]): number | undefined {
  const usable = tempos.filter((tempo) => tempo >= SLOWEST && tempo <= FASTEST).sort((a, b) => a - b);
  const middle = usable[(usable.length - 1) >> 1];
  return middle === undefined ? undefined : Math.round(middle * 1000) / 1000;
}
