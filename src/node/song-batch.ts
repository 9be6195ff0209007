/**
 * Some songs at a time, so that a thread can hand them to another in one piece.
 *
 * @module
 */
import type { PianoRoll } from '../roll/piano-roll.ts';
import { PackedRoll, packBits, packedLength } from './packed-roll.ts';
import { readRegular } from './read-file.ts';
import { type LearntSong, type RollReading, readLearnt } from './read-song.ts';
import { breathe } from './signals.ts';

/** What became of some files. */
export interface SongBatch {
  /**
   * shape [files, 5]: steps of the roll, −1 for a file that cannot be used (why, whoever reads it again will find); bytes of
   * `gaps`; tempo; drums and pitches that were left out
   */
  readonly figures: Float64Array<ArrayBuffer>;
  /** The songs' bits, packed by `packed-roll`, song after song. */
  readonly gaps: Uint8Array<ArrayBuffer>;
  /** What the rolls have in common, if there is one. */
  readonly shape: Pick<PianoRoll, 'grid' | 'pitches'> | undefined;
}

/** Figures of a song. */
const FIGURES = 5;

/** Reads files. A pipe is not opened: whoever finds out why it is no music could not read it again. */
export async function readBatch(files: readonly string[], reading: RollReading): Promise<SongBatch> {
  const figures = new Float64Array(FIGURES * files.length);
  const rolls: PianoRoll[] = [];
  let bytes = 0;
  for (const [n, file] of files.entries()) {
    const song = readOrLeave(file, reading);
    await breathe();
    if (song === undefined) {
      figures[FIGURES * n] = -1;
      continue;
    }
    const { roll, tempo, leftOut } = song;
    const length = packedLength(roll.bits);
    figures.set([roll.steps, length, tempo, leftOut.drums, leftOut.pitches], FIGURES * n);
    bytes += length;
    rolls.push(roll);
  }
  const gaps = new Uint8Array(bytes);
  let at = 0;
  for (const roll of rolls) at = packBits(gaps, at, roll.bits);
  const [first] = rolls;
  return { figures, gaps, shape: first && { grid: first.grid, pitches: first.pitches } };
}

function readOrLeave(file: string, reading: RollReading): LearntSong | undefined {
  try {
    const bytes = readRegular(file, reading.limits.maxBytes);
    return bytes && readLearnt(bytes, reading);
  } catch {
    return undefined;
  }
}

/** The songs, their rolls packed; undefined for a file that cannot be used. */
export function* songsOf({ figures, gaps, shape }: SongBatch): Generator<LearntSong | undefined, void, undefined> {
  let at = 0;
  for (let n = 0; n < figures.length; n += FIGURES) {
    const [steps = -1, length = 0, tempo = 0, drums = 0, pitches = 0] = figures.subarray(n, n + FIGURES);
    if (steps < 0 || shape === undefined) {
      yield undefined;
      continue;
    }
    yield { roll: new PackedRoll(steps, shape, gaps, at, at + length), tempo, leftOut: { drums, pitches } };
    at += length;
  }
}
