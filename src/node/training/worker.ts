/**
 * A thread that helps another to train: it takes pieces of work in every turn that is called, until it is ended.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { plainBackend } from '../../rbm/kernels/kernels.ts';
import { ARRIVED, LOOKS, phasePieces, readBatch, type SharedState, TURN, visiblePieces } from './batch-turns.ts';
import { joinLearner, type SharedLearner } from './shared-learner.ts';

/** What a follower is sent. */
export interface Follower {
  readonly shared: SharedState;
  /** From 1. */
  readonly member: number;
  readonly learner: SharedLearner;
  readonly rows: BitRows;
}

runFollower(workerData);

function runFollower({ shared, member, learner: parts, rows }: Follower): never {
  const learner = joinLearner(parts, plainBackend);
  for (let turn = 0; ; ) {
    turn = nextTurn(shared, turn);
    const batch = readBatch(shared, learner);
    phasePieces(shared, member, learner, rows, batch);
    arrive(shared);
    turn = nextTurn(shared, turn);
    visiblePieces(shared, member, learner, batch);
    arrive(shared);
  }
}

/** Waits until a turn other than `last` is called. */
function nextTurn({ words }: SharedState, last: number): number {
  for (let look = 0; look < LOOKS; look++) {
    const turn = Atomics.load(words, TURN);
    if (turn !== last) return turn;
  }
  while (Atomics.load(words, TURN) === last) Atomics.wait(words, TURN, last);
  return Atomics.load(words, TURN);
}

/** Counts this follower as done; the last one wakes the leader. */
function arrive({ words, members }: SharedState): void {
  if (Atomics.add(words, ARRIVED, 1) === members - 2) Atomics.notify(words, ARRIVED);
}
