/**
 * `songToRoll` in parts, for songs of many steps.
 *
 * @module
 */
import type { InParts } from '../in-parts.ts';
import type { SongNotes } from '../midi/song.ts';
import { type RollOfSong, type SongToRollOptions, startQuantising } from './song-to-roll.ts';

/** Cells per part: about a hundredth of a second. */
const CELLS_PER_PART = 1_000_000;

/**
 * `songToRoll` in parts. A file of its own keeps bundles small that only use `songToRoll`.
 *
 * @throws {HarmoniumError} as `songToRoll`, on the first call of `next`
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
