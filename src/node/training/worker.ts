/**
 * A thread that helps another to train: it takes pieces of work in every turn that is called, until it is ended.
 *
 * @module
 */
import { workerData } from 'node:worker_threads';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { ARRIVED, LOOKS, newsOf, readTurn, type SharedState, TURN, takePieces } from './batch-turns.ts';
import { joinTeam, type TeamPart } from './team.ts';

/** What a follower is sent. */
export interface Follower {
  readonly shared: SharedState;
  /** From 1. */
  readonly member: number;
  readonly part: TeamPart;
  readonly rows: BitRows;
}

runFollower(workerData);

function runFollower({ shared, member, part, rows }: Follower): never {
  const work = joinTeam(part, member);
  const news = newsOf(shared);
  for (let called = 0; ; ) {
    called = nextTurn(shared, called);
    const [turn, batch] = readTurn(shared, rows);
    work.follow(turn, batch, news);
    takePieces(shared, member, work, turn, batch);
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
