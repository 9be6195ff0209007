/**
 * A worker that reads songs: it gets lists of files and returns their rolls, until it is terminated.
 *
 * @module
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { RollReading } from './read-song.ts';
import { readBatch, type SongBatch } from './song-batch.ts';

/** Files to read. */
export interface Job {
  readonly number: number;
  readonly files: readonly string[];
}

/** The result of a job. */
export interface Answer {
  readonly number: number;
  readonly batch: SongBatch;
}

const reading = workerData as RollReading;

parentPort?.on('message', async ({ number, files }: Job) => {
  const batch = await readBatch(files, reading);
  const answer: Answer = { number, batch };
  parentPort?.postMessage(answer, [batch.gaps.buffer, batch.figures.buffer]);
});
