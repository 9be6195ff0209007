/**
 * Some songs at a time, so that a thread can hand them to another in one piece.
 *
 * @module
 */
import { wordsFor } from '../math/bit-rows.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { bitsPerStep } from '../roll/roll-shape.ts';
import { readRegular } from './read-file.ts';
import { type LearntSong, type RollReading, readLearnt } from './read-song.ts';

/** What became of some files. */
export interface SongBatch {
  /**
   * shape [files, 4]: steps of the roll, −1 for a file that cannot be used (why, whoever reads it again will find); tempo; drums
   * and pitches that were left out
   */
  readonly figures: Float64Array<ArrayBuffer>;
  /** The songs' bits, each from a word on. */
  readonly bits: Uint32Array<ArrayBuffer>;
  /** What the rolls have in common, if there is one. */
  readonly shape: Pick<PianoRoll, 'grid' | 'pitches'> | undefined;
}

/** Figures of a song. */
const FIGURES = 4;

/** Reads files. A pipe is not opened: whoever finds out why it is no music could not read it again. */
export function readBatch(files: readonly string[], reading: RollReading): SongBatch {
  const figures = new Float64Array(FIGURES * files.length);
  const rolls: PianoRoll[] = [];
  for (const [n, file] of files.entries()) {
    const song = readOrLeave(file, reading);
    if (song === undefined) {
      figures[FIGURES * n] = -1;
      continue;
    }
    const { roll, tempo, leftOut } = song;
    figures.set([roll.steps, tempo, leftOut.drums, leftOut.pitches], FIGURES * n);
    rolls.push(roll);
  }
  const bits = new Uint32Array(rolls.reduce((words, roll) => words + roll.bits.length, 0));
  let at = 0;
  for (const roll of rolls) {
    bits.set(roll.bits, at);
    at += roll.bits.length;
  }
  const [first] = rolls;
  return { figures, bits, shape: first && { grid: first.grid, pitches: first.pitches } };
}

function readOrLeave(file: string, reading: RollReading): LearntSong | undefined {
  try {
    const bytes = readRegular(file, reading.limits.maxBytes);
    return bytes && readLearnt(bytes, reading);
  } catch {
    return undefined;
  }
}

/** The songs; undefined for a file that cannot be used. Rolls are cut out of the batch's bits: no copy, one piece of memory. */
export function* songsOf({ figures, bits, shape }: SongBatch): Generator<LearntSong | undefined, void, undefined> {
  let at = 0;
  for (let n = 0; n < figures.length; n += FIGURES) {
    const [steps = -1, tempo = 0, drums = 0, pitches = 0] = figures.subarray(n, n + FIGURES);
    if (steps < 0 || shape === undefined) {
      yield undefined;
      continue;
    }
    const end = at + wordsFor(steps * bitsPerStep(shape.pitches));
    yield { roll: { bits: bits.subarray(at, end), steps, ...shape }, tempo, leftOut: { drums, pitches } };
    at = end;
  }
}
