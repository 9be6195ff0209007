/**
 * From ticks to seconds.
 *
 * @module
 */
import { compareTicks } from './order.ts';
import type { Song } from './song.ts';

/** Lasts until the first tempo of a song: 120 beats a minute. */
export const DEFAULT_MICROSECONDS_PER_QUARTER = 500000;

/**
 * How many seconds into the song a tick is.
 *
 * Each stretch between two tempos lasts `ticks · µs / ppq`; the products are summed and divided once. They are exact up
 * to 2⁵³ µs-ticks (fifty hours at 96 ticks a quarter) and a correctly rounded double each beyond.
 *
 * @param tick - ≥ 0; past the song's end its last tempo goes on
 */
export function secondsAt(song: Song, tick: number): number {
  let sum = 0;
  let from = 0;
  let tempo = DEFAULT_MICROSECONDS_PER_QUARTER;
  for (const next of [...song.tempos].sort(compareTicks)) {
    if (next.tick >= tick) break;
    sum += (next.tick - from) * tempo;
    from = next.tick;
    tempo = next.microsecondsPerQuarter;
  }
  sum += (tick - from) * tempo;
  return sum / song.ppq / 1000000;
}

/** How many seconds the song lasts, up to its end (which may come after the last note). */
export function durationSeconds(song: Song): number {
  return secondsAt(song, song.end);
}
