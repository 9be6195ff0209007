/**
 * What in a song listeners judge its mood by.
 *
 * Source: T. Eerola, A. Friberg, R. Bresin, "Emotional expression in music: contribution, linearity, and additivity of primary
 * musical cues", Frontiers in Psychology 4 (2013). Mode matters most, then tempo, register, loudness and articulation.
 *
 * @module
 */
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import { songClock } from '../../midi/song-clock.ts';
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
  const seconds = songClock(song);
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

/** Share of notes that begin while a note a semitone away sounds; notes that begin together count for each other. */
function clashShare(notes: readonly Note[]): number {
  // For each pitch class, until when it sounds.
  const until = new Float64Array(12).fill(-1);
  const ordered = [...notes].sort((a, b) => a.start - b.start);
  let clashes = 0;
  for (let first = 0, next = 0; first < ordered.length; first = next) {
    const { start } = ordered[first] as Note;
    while (ordered[next]?.start === start) {
      const { pitch, length } = ordered[next++] as Note;
      until[pitch % 12] = Math.max(until[pitch % 12] ?? 0, start + Math.max(1, length));
    }
    const sounds = (pitchClass: number): boolean => (until[pitchClass % 12] ?? 0) > start;
    for (const { pitch } of ordered.slice(first, next)) if (sounds(pitch + 1) || sounds(pitch + 11)) clashes++;
  }
  return clashes / notes.length;
}
