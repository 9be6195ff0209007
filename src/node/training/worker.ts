/**
 * What a thread does that helps another to train: it does what there is to do in every turn that is called, until it is ended.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import type { Learner } from '../../rbm/training/learner.ts';
import { ARRIVED, contrastPieces, LOOKS, readBatch, type SharedState, stepPieces, TURN } from './batch-turns.ts';

/** What a follower is sent. */
export interface Follower {
  readonly board: SharedState;
  /** From 1. */
  readonly member: number;
  readonly learner: Learner;
  readonly rows: BitRows;
}

follow(workerData);

function follow({ board, member, learner, rows }: Follower): never {
  for (let turn = 0; ; ) {
    turn = nextTurn(board, turn);
    const batch = readBatch(board, learner);
    contrastPieces(board, member, learner, rows, batch);
    arrive(board);
    turn = nextTurn(board, turn);
    stepPieces(board, member, learner, batch);
    arrive(board);
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

/** Says that this follower is done; the last one wakes the leader. */
function arrive({ words, members }: SharedState): void {
  if (Atomics.add(words, ARRIVED, 1) === members - 2) Atomics.notify(words, ARRIVED);
}
