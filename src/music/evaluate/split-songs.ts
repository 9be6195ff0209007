/**
 * Which songs of a corpus are learnt, and which are held out to judge by.
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import { createTwister, twisterShuffle } from './random/mersenne-twister.ts';

const HELD_OUT = 0.2;

/** A corpus in two parts, each in the order in which it was given. */
export interface SongSplit<T> {
  readonly heldOut: readonly T[];
  readonly training: readonly T[];
}

/** The least and the most number of a split. */
export const SPLIT_RANGE: readonly [number, number] = [0, 4294967295];

/**
 * Splits files by song: a fifth of the songs is held out, at least one. Files whose names begin alike, up to the first
 * ` - `, are sections of one song and stay together; capital letters make no difference.
 *
 * The order of the files makes no difference. Python's `random.Random(split).shuffle` of the songs' sorted names gives the
 * same split.
 *
 * @param nameOf - a file's name, without its folder
 * @param split - 0–2³² − 1: another number, another split
 * @throws {HarmoniumError} `option-range`
 */
export function splitSongs<T>(files: readonly T[], nameOf: (file: T) => string, split: number): SongSplit<T> {
  checkInteger('split', split, ...SPLIT_RANGE);
  const songOf = (file: T): string => (nameOf(file).split(' - ')[0] ?? '').toLowerCase();
  const songs = [...new Set(files.map(songOf))].sort(byCodePoints);
  twisterShuffle(songs, createTwister(split));
  const chosen = new Set(songs.slice(0, Math.max(1, Math.round(songs.length * HELD_OUT))));
  return {
    heldOut: files.filter((file) => chosen.has(songOf(file))),
    training: files.filter((file) => !chosen.has(songOf(file))),
  };
}

/** As Python orders texts; UTF-16's own order differs where there are surrogates. */
function byCodePoints(a: string, b: string): number {
  const [one, other] = [[...a], [...b]];
  for (const [n, letter] of one.entries()) {
    const difference = (letter.codePointAt(0) ?? 0) - (other[n]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}
