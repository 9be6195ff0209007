/**
 * Songs without the file that they come from.
 *
 * @module
 */
import type { Song } from '../../src/midi/song.ts';

/** What a song says, to be compared with one that was put together by hand. */
export function musicOf(song: Song): Song {
  const { source, ...music } = song;
  return source === undefined ? song : music;
}
