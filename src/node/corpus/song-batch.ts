/**
 * A batch of songs, in a form that one thread can transfer to another.
 *
 * @module
 */
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { runParts } from '../cli/run-parts.ts';
import { yieldToEvents } from '../cli/signals.ts';
import { readRegular } from '../files/read-file.ts';
import { mostPacked, PackedRoll, packBits } from './packed-roll.ts';
import { type LearntSong, type RollReading, readLearnt } from './read-song.ts';

/** The songs of some files. */
export interface SongBatch {
  /**
   * shape [files, 5]: steps of the roll, −1 for a file that cannot be used (reading it again gives the reason); bytes of
   * `gaps`; tempo; drums and pitches that were left out
   */
  readonly figures: Float64Array<ArrayBuffer>;
  /** The songs' bits, packed by `packed-roll`, song after song. */
  readonly gaps: Uint8Array<ArrayBuffer>;
  /** The rolls' grid and pitches; undefined without rolls. */
  readonly shape: Pick<PianoRoll, 'grid' | 'pitches'> | undefined;
}

/** Figures per song. */
const FIGURES = 5;

/** Initial size of the buffer for packed rolls, in bytes. */
const ROOM = 65536;

/** Reads files. Pipes are left to the main thread: they can be read only once. */
export async function readBatch(files: readonly string[], reading: RollReading): Promise<SongBatch> {
  const figures = new Float64Array(FIGURES * files.length);
  let shape: SongBatch['shape'];
  let room = new Uint8Array(ROOM);
  let end = 0;
  for (const [n, file] of files.entries()) {
    const song = await tryToRead(file, reading);
    await yieldToEvents();
    if (song === undefined) {
      figures[FIGURES * n] = -1;
      continue;
    }
    const { roll, tempo, leftOut } = song;
    shape ??= { grid: roll.grid, pitches: roll.pitches };
    const most = end + mostPacked(roll.bits);
    if (most > room.length) {
      const wider = new Uint8Array(2 * most);
      wider.set(room.subarray(0, end));
      room = wider;
    }
    const from = end;
    end = packBits(room, from, roll.bits);
    figures.set([roll.steps, end - from, tempo, leftOut.drums, leftOut.pitches], FIGURES * n);
  }
  return { figures, gaps: room.slice(0, end), shape };
}

async function tryToRead(file: string, reading: RollReading): Promise<LearntSong | undefined> {
  try {
    const bytes = readRegular(file, reading.limits.maxBytes);
    return bytes && (await runParts(readLearnt(bytes, reading)));
  } catch {
    return undefined;
  }
}

/** The songs with packed rolls; undefined for a file that cannot be used. */
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
