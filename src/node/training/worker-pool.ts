/**
 * Threads that train together.
 *
 * @module
 */
import { Worker } from 'node:worker_threads';
import { HarmoniumError } from '../../error.ts';
import type { Batch } from '../../rbm/training/team-work.ts';
import type { Learning, TrainerInternals } from '../../rbm/training/trainer.ts';
import {
  ARRIVED,
  createSharedState,
  LOOKS,
  newsOf,
  type SharedState,
  TAKEN,
  TURN,
  takePieces,
  writeTurn,
} from './batch-turns.ts';
import { sharedArrays } from './shared-arrays.ts';
import { leaderWork, teamPart } from './team.ts';
import type { Follower } from './worker.ts';

/** Threads that are ready to learn batches, this one among them. */
export interface WorkerPool {
  /** Learns a batch of the trainer in all threads, to the bits of its learner's `learn`. */
  readonly learn: Learning;
  /** Ends the other threads, whatever they are doing. */
  end(): Promise<void>;
}

/** How long the leader waits at a time: in between it must handle signals, and the end of a follower. */
const LONGEST_WAIT_MS = 50;

/**
 * Starts `members` − 1 threads.
 *
 * @param trainer - its rows in shared memory, its learner made by `teamKernels` for so many members
 * @param members - at least 2
 */
export function startWorkerPool({ learner, rows }: TrainerInternals, members: number): WorkerPool {
  const shared = createSharedState(members, rows.starts.length);
  const starts = sharedArrays(Uint32Array, rows.starts.length);
  starts.set(rows.starts);
  const sharedRows = { bits: rows.bits, starts, columns: rows.columns };
  const part = teamPart(learner);
  const work = leaderWork(learner);
  const news = newsOf(shared);
  let lost: Error | undefined;
  const followers = Array.from({ length: members - 1 }, (_, n) => {
    const workerData: Follower = { shared, member: n + 1, part, rows: sharedRows };
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
    worker.on('error', (error) => {
      lost ??= error;
    });
    worker.on('exit', (code) => {
      lost ??= new Error(`exit code ${code}`);
    });
    return worker;
  });

  /** Waits for all followers. Nothing else can run while it sleeps, so it yields now and then. */
  function* wait(done: number): Generator<number, void, undefined> {
    const { words } = shared;
    for (let look = 0; look < LOOKS; look++) if (Atomics.load(words, ARRIVED) === members - 1) return;
    for (let arrived = 0; (arrived = Atomics.load(words, ARRIVED)) < members - 1; ) {
      if (Atomics.wait(words, ARRIVED, arrived, LONGEST_WAIT_MS) === 'timed-out') yield done;
      if (lost !== undefined) throw new HarmoniumError('worker', `a training thread ended: ${lost.message}`);
    }
  }

  let ordered: Uint32Array | undefined;
  return {
    *learn(given, order, from, to, options, update) {
      if (!work.fits) return learner.learn(given, order, from, to, options, update);
      if (order !== ordered) shared.order.set(order);
      ordered = order;
      const batch: Batch = { rows, order, from, to, options, update };
      const outcomes: number[] = [];
      for (let turn = 0; turn < work.turns; turn++) {
        work.lead(turn, batch, news);
        writeTurn(shared, turn, batch);
        call(shared);
        takePieces(shared, 0, work, turn, batch);
        yield* wait(from);
        outcomes.push(shared.outcomes.reduce((sum, outcome) => sum + outcome, 0));
      }
      const [wrong = 0, misfits = 0] = outcomes;
      work.end(batch, misfits);
      return wrong;
    },
    async end() {
      await Promise.all(followers.map((worker) => worker.terminate()));
    },
  };
}

/** Calls the next turn. */
function call({ words }: SharedState): void {
  Atomics.store(words, TAKEN, 0);
  Atomics.store(words, ARRIVED, 0);
  Atomics.add(words, TURN, 1);
  Atomics.notify(words, TURN);
}
