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
 * is played at, up to the end of its last note. Of equally long ones the first.
 *
 * A song is played at {@link DEFAULT_TEMPO} until its first tempo, and of several at one tick the last holds.
 */
export function mainTempo(song: Song): number {
  const notesEnd = song.notes.reduce((end, { start, length }) => Math.max(end, start + length), 0);
  const end = notesEnd === 0 ? song.end : notesEnd;
  // A song of no length is played at the tempo of tick 0.
  const lengths = new Map<number, number>();
  let from = 0;
  let tempo = MINUTE / DEFAULT_TEMPO;
  let main = tempo;
  for (const next of [...song.tempos].sort(compareTicks)) {
    if (next.tick > 0 && next.tick >= end) break;
    lengths.set(tempo, (lengths.get(tempo) ?? 0) + (next.tick - from) * tempo);
    from = next.tick;
    tempo = next.microsecondsPerQuarter;
    if (from === 0) main = tempo;
  }
  lengths.set(tempo, (lengths.get(tempo) ?? 0) + (end - from) * tempo);
  let longest = 0;
  for (const [candidate, length] of lengths) {
    if (length <= longest) continue;
    longest = length;
    main = candidate;
  }
  return MINUTE / main;
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
