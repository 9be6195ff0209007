/**
 * Reading songs in several threads.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { HarmoniumError } from '../../error.ts';
import type { RollReading } from './read-song.ts';
import type { Answer, Job } from './reader-worker.ts';
import { readBatch, type SongBatch } from './song-batch.ts';

/** Files in a job: some milliseconds of work. */
const FILES_PER_JOB = 32;
/** Jobs that each worker has waiting: this thread sends new ones only between its own jobs. */
const JOBS_AHEAD = 4;
/** A thread takes 20 to 50 MB. */
const MOST_THREADS = 8;
/**
 * Workers start only if so much reading is left, since each has to compile the code. With a second thread from the start, 4,000
 * small files took 0.50 s instead of 0.43, 10,000 0.74 instead of 0.78, 100,000 4.3 instead of 7.7.
 */
const MIN_REMAINING_MS = 1500;
/** The code is compiled after so long; before that, reading is up to `COLD` times slower. */
const WARM_MS = 150;
const COLD = 10;

/** The most threads for reading: one for each core. */
export function maxReaders(): number {
  return Math.min(MOST_THREADS, availableParallelism());
}

/**
 * Reads files and yields the songs in batches, in the order of the files. This thread starts alone; workers join if enough is
 * left.
 *
 * @param threads - the most threads, this one included
 * @param minRemaining - milliseconds of reading that must be left for workers to start; 0: they start at once
 * @throws {HarmoniumError} `worker` if a worker ends unexpectedly
 */
export async function* readTogether(
  files: readonly string[],
  reading: RollReading,
  threads: number,
  minRemaining: number = MIN_REMAINING_MS,
): AsyncGenerator<SongBatch, void, undefined> {
  const jobs = Math.ceil(files.length / FILES_PER_JOB);
  /** Batches that are read and not yet yielded, by job number. */
  const batches = new Map<number, SongBatch>();
  let next = 0;
  let failure: Error | undefined;
  let wake: () => void = doNothing;

  const job = (): Job => {
    const number = next++;
    return { number, files: files.slice(number * FILES_PER_JOB, (number + 1) * FILES_PER_JOB) };
  };
  const send = (worker: Worker): void => {
    if (next < jobs) worker.postMessage(job(), []);
  };
  const fail = (error: Error): void => {
    failure ??= error;
    wake();
  };
  const workers: Worker[] = [];
  const startWorker = (): void => {
    const worker = new Worker(new URL('./reader-worker.js', import.meta.url), {
      workerData: reading,
      resourceLimits: { maxYoungGenerationSizeMb: 48 },
    });
    worker.on('message', ({ number, batch }: Answer) => {
      batches.set(number, batch);
      send(worker);
      wake();
    });
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new Error(`exit code ${code}`)));
    for (let n = 0; n < JOBS_AHEAD; n++) send(worker);
    workers.push(worker);
  };
  const startWorkers = (): void => {
    while (workers.length < threads - 1) startWorker();
  };

  if (minRemaining === 0) startWorkers();
  const started = performance.now();
  try {
    for (let number = 0; number < jobs; number++) {
      while (!batches.has(number)) {
        if (failure !== undefined) throw new HarmoniumError('worker', `a reading thread ended: ${failure.message}`);
        if (next < jobs) {
          const own = job();
          const before = performance.now();
          batches.set(own.number, await readBatch(own.files, reading));
          const now = performance.now();
          const left = ((now - before) * (jobs - next)) / (now - started < WARM_MS ? COLD : 1);
          if (workers.length === 0 && left >= minRemaining) startWorkers();
          await setImmediate();
        } else {
          await new Promise<void>((awake) => {
            wake = awake;
          });
        }
      }
      yield batches.get(number) as SongBatch;
      batches.delete(number);
    }
  } finally {
    for (const worker of workers) worker.removeAllListeners('exit');
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Until a promise waits. */
function doNothing(): void {}
