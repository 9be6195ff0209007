/**
 * Reading songs in several threads.
 *
 * @module
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { HarmoniumError } from '../error.ts';
import { wordsFor } from '../math/bit-rows.ts';
import { bitsPerStep } from '../roll/roll-shape.ts';
import type { Answer, Errand } from './read-part.ts';
import type { LearntSong, RollReading } from './read-songs.ts';

/** Files that a thread takes at a time: some ten milliseconds of work. */
const FILES_AN_ERRAND = 32;
/** Each thread has the next errand at hand before it is done with one. */
const ERRANDS_AHEAD = 2;
/** Each takes 20 MB. */
const MOST_THREADS = 8;
/** Below, starting threads takes longer than reading. */
const FEW_FILES = 200;

/** In how many threads so many files are read: one for each core, or this one alone. */
export function readersFor(files: number): number {
  return files < FEW_FILES ? 1 : Math.min(MOST_THREADS, availableParallelism());
}

/**
 * Reads files in `threads` threads and gives the songs in the files' order, whoever was first; undefined for a file that
 * cannot be used. No more is read than what is asked for next and a few files ahead.
 */
export async function* readTogether(
  files: readonly string[],
  reading: RollReading,
  threads: number,
): AsyncGenerator<LearntSong | undefined, void, undefined> {
  const waiting = new Map<number, (answer: Answer) => void>();
  let lose: (error: Error) => void = noted;
  const lost = new Promise<never>((_, reject) => {
    lose = (error) => reject(new HarmoniumError('worker', `a reading thread ended: ${error.message}`));
  });
  // Whoever waits for an answer hears of it; nobody may be waiting.
  lost.catch(() => {});
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL('./read-part.js', import.meta.url), {
      workerData: reading,
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    worker.on('message', (answer: Answer) => waiting.get(answer.number)?.(answer));
    worker.on('error', lose);
    worker.on('exit', (code) => lose(new Error(`exit code ${code}`)));
    return worker;
  });
  const errands = Math.ceil(files.length / FILES_AN_ERRAND);
  const answers: Promise<Answer>[] = [];
  const send = (number: number): void => {
    const errand: Errand = { number, files: files.slice(number * FILES_AN_ERRAND, (number + 1) * FILES_AN_ERRAND) };
    answers[number] = new Promise((done) => waiting.set(number, done));
    workers[number % threads]?.postMessage(errand);
  };
  try {
    await Promise.race([lost, Promise.all(workers.map((worker) => once(worker, 'online')))]);
    for (let number = 0; number < errands; number++) {
      while (answers.length < Math.min(errands, number + threads * ERRANDS_AHEAD)) send(answers.length);
      const answer = await Promise.race([lost, answers[number] as Promise<Answer>]);
      waiting.delete(number);
      delete answers[number];
      yield* unpack(answer);
    }
  } finally {
    for (const worker of workers) worker.removeAllListeners('exit');
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Until there is somebody to tell. */
function noted(): void {}

/** Rolls are cut out of the bits that came: no copy, and one piece of memory for many of them. */
function* unpack({ songs, bits, shape }: Answer): Generator<LearntSong | undefined, void, undefined> {
  let at = 0;
  for (const song of songs) {
    if (song === undefined || shape === undefined) {
      yield undefined;
      continue;
    }
    const end = at + wordsFor(song.steps * bitsPerStep(shape.pitches));
    const roll = { bits: bits.subarray(at, end), steps: song.steps, ...shape };
    yield { roll, tempo: song.tempo, leftOut: song.leftOut };
    at = end;
  }
}
