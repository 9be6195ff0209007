/**
 * How fast: beats (quarter notes) a minute, and ticks in seconds.
 *
 * @module
 */
import { checkSong } from './check-song.ts';
import { compareTicks } from './order.ts';
import type { Song } from './song.ts';

/** Beats a minute until a song's first tempo. */
export const DEFAULT_TEMPO = 120;

/**
 * Beats a minute that this library plays and learns. A file can say more, from 3.58 to 60 million: 4 is the slowest whole
 * number that it can, and beyond 1,000 beats are no beats.
 */
export const TEMPO_RANGE: readonly [number, number] = [4, 1000];

const MINUTE = 60000000;

/**
 * The one tempo that stands for a song, in beats a minute, be it in {@link TEMPO_RANGE} or not: the one that most of its time
 * is played at. Of equally long ones the first.
 */
export function mainTempo(song: Song): number {
  return soundingTempos(song)[0] ?? DEFAULT_TEMPO;
}

/**
 * All tempos that a song is played at, in beats a minute, up to the end of its last note; first the one that lasts longest, in
 * seconds.
 *
 * A song is played at {@link DEFAULT_TEMPO} until its first tempo, and of several at one tick the last holds.
 */
export function soundingTempos(song: Song): number[] {
  const notesEnd = song.notes.reduce((end, { start, length }) => Math.max(end, start + length), 0);
  // A song without notes has one tick, so that it has a tempo.
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
 * How many seconds the song lasts, up to its end (which may come after the last note).
 *
 * @throws {HarmoniumError} `option-range`, which names the entry and the field
 */
export function durationSeconds(song: Song): number {
  checkSong(song);
  return secondsAt(song, song.end);
}
