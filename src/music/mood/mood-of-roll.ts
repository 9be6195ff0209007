/**
 * The mood of notes alone, without tempo and loudness.
 *
 * @module
 */
import type { Song } from '../../midi/song.ts';
import type { Mood } from '../../mood/mood.ts';
import { moodOfSong } from '../../mood/song/mood-of-song.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { rollToSong } from '../../roll/roll-to-song.ts';

/** Velocity of all notes; the tempo is 120, which a song without one has. Both are about the middle of `moodOfSong`. */
const VELOCITY = 80;

/**
 * The mood that a roll's notes have by themselves: at 120 beats per minute and one velocity. It is what a model of rolls can learn.
 *
 * @returns undefined for silence
 */
export function moodOfRoll(roll: PianoRoll): Mood | undefined {
  return moodOfSong(rollToSong(roll, { velocity: VELOCITY }));
}

/** {@link moodOfRoll} of some notes of a song. */
export function moodOfNotes(song: Song, notes: Song['notes']): Mood | undefined {
  return moodOfSong({ ...song, tempos: [], notes: notes.map((note) => ({ ...note, velocity: VELOCITY })) });
}
