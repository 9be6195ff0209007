/**
 * What in a song listeners judge its mood by.
 *
 * Source: T. Eerola, A. Friberg, R. Bresin, "Emotional expression in music: contribution, linearity, and additivity of primary
 * musical cues", Frontiers in Psychology 4 (2013). Mode matters most, then tempo, register, loudness and articulation.
 *
 * @module
 */
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import { secondsAt } from '../../midi/tempo.ts';
import { keyFit, pitchClassLengths } from './key-fit.ts';

/** The cues of one song; percussion is left out. */
export interface SongCues {
  /** Above 0 for major, below for minor: see `KeyFit`. */
  readonly mode: number;
  /** Mean tempo from the first to the last note, in beats (quarter notes) per minute. */
  readonly tempo: number;
  /** Notes per second. */
  readonly density: number;
  /** Mean pitch. */
  readonly register: number;
  /** Mean velocity. */
  readonly loudness: number;
  /** Median length of a note in seconds. */
  readonly noteLength: number;
  /** Share of notes that begin while a note a semitone away (in any octave) sounds. */
  readonly clash: number;
}

/** Notes per second and so on of a passage with one note are those of a passage of this length, in seconds. */
const SHORTEST = 0.5;

/** The cues of a song; undefined if it has no note of a pitched instrument. */
export function songCues(song: Song): SongCues | undefined {
  const notes = song.notes.filter(({ channel }) => !isDrumChannel(channel));
  const [first] = notes;
  if (first === undefined) return undefined;
  const seconds = secondsOf(song);
  const ends = notes.map(({ start, length }) => start + length);
  const end = ends.reduce((latest, tick) => Math.max(latest, tick), 0);
  const length = Math.max(SHORTEST, seconds(end) - seconds(first.start));
  const beats = (end - first.start) / song.ppq;
  const lengths = Float64Array.from(notes, ({ start }, n) => seconds(ends[n] ?? 0) - seconds(start)).sort();
  const mean = (value: (note: Note) => number): number =>
    notes.reduce((sum, note) => sum + value(note), 0) / notes.length;
  return {
    mode: keyFit(pitchClassLengths(notes)).mode,
    tempo: beats === 0 ? 120 : (60 * beats) / (seconds(end) - seconds(first.start)),
    density: notes.length / length,
    register: mean(({ pitch }) => pitch),
    loudness: mean(({ velocity }) => velocity),
    noteLength: lengths[lengths.length >> 1] ?? 0,
    clash: clashShare(notes),
  };
}

/** Ticks to seconds; the same as `secondsAt`, which looks through all tempos for each tick. */
function secondsOf(song: Song): (tick: number) => number {
  if (song.tempos.length > 1) {
    const times = new Map<number, number>();
    return (tick) => {
      const known = times.get(tick) ?? secondsAt(song, tick);
      times.set(tick, known);
      return known;
    };
  }
  const [only] = song.tempos;
  if (only !== undefined && only.tick > 0) return (tick) => secondsAt(song, tick);
  const perTick = (only?.microsecondsPerQuarter ?? 500000) / song.ppq / 1000000;
  return (tick) => tick * perTick;
}

/** @param notes - sorted by start */
function clashShare(notes: readonly Note[]): number {
  // For each pitch class, until when it sounds.
  const until = new Float64Array(12).fill(-1);
  const ordered = [...notes].sort((a, b) => a.start - b.start);
  let clashes = 0;
  for (const [n, { start, length, pitch }] of ordered.entries()) {
    // Notes that begin together count for each other, whatever their order.
    for (let k = n; k < ordered.length && ordered[k]?.start === start; k++) {
      const { pitch: other = 0, length: held = 0 } = ordered[k] ?? {};
      until[other % 12] = Math.max(until[other % 12] ?? 0, start + Math.max(1, held));
    }
    const above = until[(pitch + 1) % 12] ?? 0;
    const below = until[(pitch + 11) % 12] ?? 0;
    if (above > start || below > start) clashes++;
    until[pitch % 12] = Math.max(until[pitch % 12] ?? 0, start + length);
  }
  return clashes / notes.length;
}
