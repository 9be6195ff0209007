/**
 * A batch learnt in turns by several threads: the runs of chains, then the steps of visible units (`rbm/training/team-work.ts`). Work is in
 * pieces, and whoever is free takes the next one.
 *
 * One thread leads: it writes down what the batch is, calls each turn, works as all do, and waits until all are done. It is
 * member 0. The others follow.
 *
 * @module
 */
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { type Batch, NEWS, type TeamWork } from '../../rbm/training/team-work.ts';
import { sharedArrays } from './shared-arrays.ts';

/** What members tell each other, in shared memory. */
export interface SharedState {
  readonly members: number;
  /** shape [48]: {@link TURN}, {@link ARRIVED}, {@link TAKEN} */
  readonly words: Int32Array;
  /** shape [9 + NEWS], see {@link writeTurn} */
  readonly batch: Float64Array;
  /** shape [rows]: the order of rows in this epoch */
  readonly order: Uint32Array;
  /** shape [members]: what each member's pieces of the turn come to */
  readonly outcomes: Float64Array;
}

/** Where in `words` is the number of turns that were called, */
export const TURN = 0;
/** how many followers are done with the last one, */
export const ARRIVED = 16;
/** and how many of its pieces are taken: each in its own line of the cache, as some threads look at one while others write. */
export const TAKEN = 32;

/** Numbers that describe a turn, before the news. */
const NUMBERS = 9;

/**
 * How often a thread checks whether others are ready before it sleeps, about 120 µs in all: to be woken up takes 50 and more. Twice as
 * many gain 1 % on free cores, and cost 10 % where another program needs one of them.
 */
export const LOOKS = 6000;

/** Shared state for so many members, for batches of so many rows. */
export function createSharedState(members: number, rows: number): SharedState {
  return {
    members,
    words: sharedArrays(Int32Array, 48),
    batch: sharedArrays(Float64Array, NUMBERS + NEWS),
    order: sharedArrays(Uint32Array, rows),
    outcomes: sharedArrays(Float64Array, members),
  };
}

/** Where the news of a turn are. */
export function newsOf({ batch }: SharedState): Float64Array {
  return batch.subarray(NUMBERS);
}

/** Writes a turn down. */
export function writeTurn({ batch }: SharedState, turn: number, { from, to, options, update }: Batch): void {
  const { rate, momentum, decay, sparsity = 0 } = update;
  batch.set([turn, from, to, options.cd, options.epoch, rate, momentum, decay, sparsity]);
}

/** Reads it. */
export function readTurn({ batch, order }: SharedState, rows: BitRows): [turn: number, batch: Batch] {
  const [turn, from, to, cd, epoch, rate, momentum, decay, sparsity] = batch as unknown as NineNumbers;
  return [turn, { rows, order, from, to, options: { cd, epoch }, update: { rate, momentum, decay, sparsity } }];
}

type Three = [number, number, number];
type NineNumbers = [...Three, ...Three, ...Three];

/** A member's part in a turn. */
export function takePieces(
  { words, outcomes }: SharedState,
  member: number,
  work: TeamWork,
  turn: number,
  batch: Batch,
): void {
  const pieces = work.pieces(turn, batch);
  let sum = 0;
  for (let piece = take(words); piece < pieces; piece = take(words)) sum += work.work(turn, piece, batch);
  outcomes[member] = sum;
}

/** Takes the next piece. */
function take(words: Int32Array): number {
  return Atomics.add(words, TAKEN, 1);
}
