/**
 * A batch learnt in two turns by several threads: in the first, each runs the chains of its share of the examples; in the
 * second, each moves its share of the visible units up the gradient of all. The gradient is a sum of whole numbers, so it is the
 * same however it is shared out.
 *
 * One thread leads: it says what the batch is, calls each turn, and waits until all have done their share. It is member 0 and
 * does a share of its own. The others follow.
 *
 * @module
 */
import type { BitRows } from '../math/bit-rows.ts';
import type { Contrasting } from '../rbm/contrastive-divergence.ts';
import { contrastTile, type Learner, stepTile } from '../rbm/learner.ts';
import { QUADS_AT_A_TIME } from '../rbm/quad-weights.ts';
import type { Step } from '../rbm/update.ts';

/** What members tell each other, in shared memory. */
export interface Board {
  readonly members: number;
  /** shape [2]: {@link TURN} counts the turns called, {@link ARRIVED} the followers that have done the last one */
  readonly words: Int32Array;
  /** shape [8], see {@link writeBatch} */
  readonly batch: Float64Array;
  /** shape [rows]: the order of rows in this epoch */
  readonly order: Uint32Array;
  /** shape [members]: how many bits the reconstructions of a member's share had wrong */
  readonly wrong: Float64Array;
  /** shape [members]: whether the packed sums of a member's share still fit, 0 or 1 */
  readonly fit: Uint8Array;
}

/** A batch as it stands on the board. */
export interface Batch {
  readonly from: number;
  readonly to: number;
  readonly contrasting: Contrasting;
  readonly step: Step;
}

export const TURN = 0;
export const ARRIVED = 1;

/**
 * So often a thread looks whether others are ready before it goes to sleep, some 30 µs in all. A batch of 10 takes 200 µs, and
 * to be woken up takes 50.
 */
export const LOOKS = 3000;

/** A board for so many members, for batches of so many rows. */
export function createBoard(members: number, rows: number): Board {
  return {
    members,
    words: new Int32Array(new SharedArrayBuffer(8)),
    batch: new Float64Array(new SharedArrayBuffer(64)),
    order: new Uint32Array(new SharedArrayBuffer(4 * rows)),
    wrong: new Float64Array(new SharedArrayBuffer(8 * members)),
    fit: new Uint8Array(new SharedArrayBuffer(members)),
  };
}

/** Writes a batch on the board, and the leader's scale of packed weights, which is no array and so not shared. */
export function writeBatch(board: Board, { from, to, contrasting, step }: Batch, { sampler }: Learner): void {
  const { cd, epoch } = contrasting;
  board.batch.set([from, to, cd, epoch, step.rate, step.momentum, step.decay, sampler.packed.scale]);
}

/** Reads the batch from the board, and takes the leader's scale over. */
export function readBatch({ batch }: Board, { sampler }: Learner): Batch {
  const [from, to, cd, epoch, rate, momentum, decay, scale] = batch as unknown as EightNumbers;
  sampler.packed.scale = scale;
  return { from, to, contrasting: { cd, epoch }, step: { rate, momentum, decay } };
}

type EightNumbers = [number, number, number, number, number, number, number, number];

/** A member's part of the first turn: the chains of its examples. */
export function contrastShare(
  board: Board,
  member: number,
  learner: Learner,
  rows: BitRows,
  { from, to, contrasting }: Batch,
): void {
  const [first, last] = shareOf(to - from, member, board.members);
  board.wrong[member] = contrastTile(learner, rows, board.order, from, first, last, contrasting);
}

/** A member's part of the second turn: the step of its visible units. Shares are in whole lines of the cache. */
export function stepShare(board: Board, member: number, learner: Learner, { from, to, step }: Batch): void {
  const { groups, quads } = learner.sampler.packed;
  const [first, last] = shareOf(groups, member, board.members);
  const end = Math.min(last * QUADS_AT_A_TIME, quads);
  board.fit[member] = stepTile(learner, to - from, step, first * QUADS_AT_A_TIME, end) ? 1 : 0;
}

/** The share of one member in so many pieces, as equal as can be. */
function shareOf(pieces: number, member: number, members: number): [first: number, last: number] {
  return [Math.floor((pieces * member) / members), Math.floor((pieces * (member + 1)) / members)];
}
