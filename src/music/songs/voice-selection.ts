/**
 * Selecting the voice of a song that is kept.
 *
 * @module
 */
import { refuse } from '../../check.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';

/** `melody`, the highest voice; `bass`, the lowest; `all` notes; or a track of the file, counted from 1: `track:2`. */
export type Keep = 'melody' | 'bass' | 'all' | `track:${number}`;

/** Whether a text is a {@link Keep}. */
export function isKeep(text: string): text is Keep {
  return /^(?:melody|bass|all|track:[1-9]\d{0,4})$/.test(text);
}

/**
 * The notes of a voice, in the song's order. Percussion belongs to `all` and to its track, but not to melody and bass.
 *
 * A note is in the melody if no note sounding at its start is higher, and in the bass if none is lower. Notes that begin
 * within half a step of each other count as simultaneous.
 *
 * @param grid - steps in a quarter note
 * @throws {HarmoniumError} `option-range` for anything else than a {@link Keep}, or a track without notes
 */
export function keptNotes(song: Song, keep: Keep, grid: number): Note[] {
  if (!isKeep(keep)) refuse('keep', 'melody, bass, all or track:N', `'${String(keep)}'`);
  if (keep === 'all') return [...song.notes];
  if (keep === 'melody' || keep === 'bass') return outerVoice(song, keep === 'melody' ? 1 : -1, grid);
  const track = Number(keep.slice('track:'.length)) - 1;
  const notes = song.notes.filter((note) => note.track === track);
  if (notes.length === 0) {
    const tracks = [...new Set(song.notes.map((note) => note.track + 1))].sort((a, b) => a - b);
    refuse('keep', `a track with notes (${tracks.join(', ')})`, `'${keep}'`);
  }
  return notes;
}

/** The highest voice for `sign` 1, the lowest for −1. */
function outerVoice(song: Song, sign: number, grid: number): Note[] {
  const notes = song.notes.filter(({ channel }) => !isDrumChannel(channel)).sort((a, b) => a.start - b.start);
  const together = song.ppq / grid / 2;
  // The latest start and end by pitch, among notes that have begun: enough to tell whether the pitch sounds.
  const starts = new Float64Array(128).fill(-1);
  const ends = new Float64Array(128).fill(-1);
  const kept = new Set<Note>();
  let next = 0;
  for (const note of notes) {
    for (; next < notes.length; next++) {
      const other = notes[next];
      if (other === undefined || other.start >= note.start + together) break;
      starts[other.pitch] = Math.max(starts[other.pitch] ?? 0, other.start);
      ends[other.pitch] = Math.max(ends[other.pitch] ?? 0, other.start + other.length);
    }
    // A note that ends within half a step counts as ended.
    const sounds = (pitch: number): boolean =>
      (ends[pitch] ?? 0) > note.start + together || (starts[pitch] ?? 0) >= note.start;
    let outer = sign === 1 ? 127 : 0;
    while (outer !== note.pitch && !sounds(outer)) outer -= sign;
    if (outer === note.pitch) kept.add(note);
  }
  return song.notes.filter((note) => kept.has(note));
}
