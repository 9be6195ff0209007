/**
 * What a thread does that reads songs for another: it takes lists of files and gives back their rolls, until it is ended.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { type LearntSong, type LeftOut, type RollReading, readLearnt } from './read-songs.ts';

/** Files to read. */
export interface Errand {
  readonly number: number;
  readonly files: readonly string[];
}

/** A song without its bits. */
export interface PackedSong {
  readonly steps: number;
  readonly tempo: number;
  readonly leftOut: LeftOut;
}

/** What came of it. */
export interface Answer {
  readonly number: number;
  /** One for each file; undefined if it cannot be used: why, whoever reads it again will find. */
  readonly songs: readonly (PackedSong | undefined)[];
  /** The songs' bits, each from a word on. */
  readonly bits: Uint32Array;
  /** What the rolls have in common, if there is one. */
  readonly shape: Pick<PianoRoll, 'grid' | 'pitches'> | undefined;
}

const reading = workerData as RollReading;

/** Undefined also for a pipe, which whoever finds out why it is no music could not read again. */
async function read(file: string): Promise<LearntSong | undefined> {
  try {
    return statSync(file).isFile() ? await readLearnt(file, reading) : undefined;
  } catch {
    return undefined;
  }
}

parentPort?.on('message', async ({ number, files }: Errand) => {
  const learnt: (LearntSong | undefined)[] = [];
  for (const file of files) learnt.push(await read(file));
  const rolls = learnt.flatMap((song) => (song === undefined ? [] : [song.roll]));
  const bits = new Uint32Array(rolls.reduce((words, roll) => words + roll.bits.length, 0));
  let at = 0;
  for (const roll of rolls) {
    bits.set(roll.bits, at);
    at += roll.bits.length;
  }
  const [first] = rolls;
  const answer: Answer = {
    number,
    songs: learnt.map((song) => song && { steps: song.roll.steps, tempo: song.tempo, leftOut: song.leftOut }),
    bits,
    shape: first && { grid: first.grid, pitches: first.pitches },
  };
  parentPort?.postMessage(answer, [bits.buffer]);
});
