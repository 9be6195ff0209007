/**
 * The mood of notes alone, without tempo and loudness.
 *
 * @module
 */
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
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

/**
 * {@link moodOfRoll} of some notes of a song.
 *
 * @param semitones - the notes are moved up by so many first
 */
export function moodOfNotes(song: Song, notes: readonly Note[], semitones: number): Mood | undefined {
  const moved = notes.map((note) => {
    const pitch = isDrumChannel(note.channel) ? note.pitch : Math.max(0, Math.min(127, note.pitch + semitones));
    return { ...note, pitch, velocity: VELOCITY };
  });
  return moodOfSong({ ...song, tempos: [], notes: moved });
}
