import type { Note, Song } from '../../src/midi/song.ts';

/** A song of these notes: 480 ticks a quarter note, 120 beats a minute, so 960 ticks are a second. */
export function aSong(notes: readonly Partial<Note>[], more: Partial<Song> = {}): Song {
  const full = notes.map((note) => ({ start: 0, length: 960, pitch: 69, velocity: 90, channel: 0, track: 0, ...note }));
  return {
    format: 0,
    ppq: 480,
    tracks: 1,
    end: full.reduce((end, { start, length }) => Math.max(end, start + length), 0),
    notes: full,
    tempos: [],
    timeSignatures: [],
    programs: [],
    pedals: [],
    ...more,
  };
}
