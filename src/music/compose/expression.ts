/**
 * How music of a mood is played: tempo, loudness, register and articulation.
 *
 * The directions are those of T. Eerola, A. Friberg, R. Bresin (2013), see `mood/song/song-cues`: excited music is fast, loud and
 * short, calm music slow, soft and connected; happy music is a little faster and higher than sad music.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import type { Note, Song } from '../../midi/song.ts';
import type { Mood } from '../../mood/mood.ts';

/** How music is played. */
export interface Expression {
  /** Beats per minute, a whole number. */
  readonly tempo: number;
  /** 1–127 */
  readonly velocity: number;
  /** Transposition. */
  readonly semitones: number;
  /** How much of a note's length sounds, 0–1. */
  readonly articulation: number;
}

/** Without expression. */
export const PLAIN: Expression = { tempo: 120, velocity: 64, semitones: 0, articulation: 1 };

/** The expression for a mood: for a neutral one 108 beats per minute at velocity 80, at full length. */
export function expressionOf({ valence, arousal }: Mood): Expression {
  return {
    tempo: Math.round(108 * exp(0.45 * arousal + 0.1 * valence)),
    velocity: Math.round(80 + 28 * arousal),
    semitones: Math.round(4 * valence),
    articulation: 1 - 0.35 * Math.max(0, arousal),
  };
}

/** A song in another register and articulation. Tempo and velocity are those that it was made with. */
export function articulated(song: Song, { semitones, articulation }: Expression): Song {
  const change = (note: Note): Note => ({
    ...note,
    pitch: note.pitch + semitones,
    length: Math.max(1, Math.round(articulation * note.length)),
  });
  return { ...song, notes: song.notes.map(change).filter(({ pitch }) => pitch >= 0 && pitch <= 127) };
}
