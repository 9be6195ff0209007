/**
 * Tempo in beats (quarter notes) per minute, and ticks to seconds.
 *
 * @module
 */
import { checkSong } from './check-song.ts';
import { compareTicks } from './order.ts';
import type { Song } from './song.ts';

/** Beats per minute before a song's first tempo. */
export const DEFAULT_TEMPO = 120;

/**
 * Range of tempos that the library writes and learns, in beats per minute. A file can state 3.58 to 60 million: 4 is its slowest
 * whole number, and above 1,000 nobody hears beats.
 */
export const TEMPO_RANGE: readonly [number, number] = [4, 1000];

const MINUTE = 60000000;

/**
 * The main tempo of a song in beats per minute: the one in effect for the longest time. Ties go to the first. It may lie outside
 * {@link TEMPO_RANGE}.
 */
export function mainTempo(song: Song): number {
  return soundingTempos(song)[0] ?? DEFAULT_TEMPO;
}

/**
 * The tempos in effect up to the end of the last note, in beats per minute, sorted by total time in seconds, the longest first.
 *
 * Before the first tempo change {@link DEFAULT_TEMPO} is in effect; of several changes at one tick the last takes effect.
 */
export function soundingTempos(song: Song): number[] {
  const notesEnd = song.notes.reduce((end, { start, length }) => Math.max(end, start + length), 0);
  // At least one tick, so that a song without notes has a tempo.
  const end = Math.max(1, notesEnd === 0 ? song.end : notesEnd);
  const lengths = new Map<number, number>();
  const add = (tempo: number, ticks: number): void => {
    if (ticks > 0) lengths.set(tempo, (lengths.get(tempo) ?? 0) + ticks * tempo);
  };
  let from = 0;
  let tempo = MINUTE / DEFAULT_TEMPO;
  for (const next of [...song.tempos].sort(compareTicks)) {
    if (next.tick >= end) break;
    add(tempo, next.tick - from);
    from = next.tick;
    tempo = next.microsecondsPerQuarter;
  }
  add(tempo, end - from);
  return [...lengths].sort(([, a], [, b]) => b - a).map(([microseconds]) => MINUTE / microseconds);
}

/**
 * The time of a tick in seconds from the song's start.
 *
 * The time between two tempo changes is `ticks · µs / ppq`; the products are summed and divided once. They are exact up to
 * 2⁵³ µs-ticks (fifty hours at 96 ticks per quarter) and correctly rounded beyond.
 *
 * @param tick - ≥ 0; the last tempo extends past the song's end
 */
export function secondsAt(song: Song, tick: number): number {
  let sum = 0;
  let from = 0;
  let tempo = MINUTE / DEFAULT_TEMPO;
  for (const next of [...song.tempos].sort(compareTicks)) {
    if (next.tick >= tick) break;
    sum += (next.tick - from) * tempo;
    from = next.tick;
    tempo = next.microsecondsPerQuarter;
  }
  sum += (tick - from) * tempo;
  return sum / song.ppq / 1000000;
}

/**
 * The length of a song in seconds, up to its end (which may come after the last note).
 *
 * @throws {HarmoniumError} `option-range`, which names the entry and the field
 */
export function durationSeconds(song: Song): number {
  checkSong(song);
  return secondsAt(song, song.end);
}
