/**
 * From notes to the grid, in parts: for songs of many steps.
 *
 * @module
 */
import type { InParts } from '../in-parts.ts';
import type { SongNotes } from '../midi/song.ts';
import { type RollOfSong, type SongToRollOptions, startQuantising } from './song-to-roll.ts';

/** Cells between two parts: about a hundredth of a second. */
const CELLS_PER_PART = 1_000_000;

/**
 * `songToRoll` in parts. It stands apart from it so that entry points which lay songs at once stay small.
 *
 * @throws {HarmoniumError} as `songToRoll`
 */
export function* songToRollInParts(song: SongNotes, options: SongToRollOptions = {}): InParts<RollOfSong> {
  const { result, notes, add } = startQuantising(song, options);
  let cells = 0;
  for (const [n, note] of notes.entries()) {
    cells += add(note);
    if (cells < CELLS_PER_PART) continue;
    cells = 0;
    yield (n + 1) / notes.length;
  }
  return result;
}
