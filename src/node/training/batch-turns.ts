/**
 * A batch learnt in two turns by several threads: in the first they run the chains of its examples; in the second they move the
 * visible units up the gradient of all. Work is in pieces, and whoever is free takes the next one: a chain of many notes takes
 * longer than one of few. The gradient is a sum of whole numbers, so who took what does not show in the bits.
 *
 * One thread leads: it says what the batch is, calls each turn, works as all do, and waits until all are done. It is member 0.
 * The others follow.
 *
 * @module
 */
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { sortPhases } from '../../rbm/kernels/gradient.ts';
import { DOUBLES_AT_A_TIME } from '../../rbm/packed/packed4-weights.ts';
import type { CdOptions } from '../../rbm/training/contrastive-divergence.ts';
import { contrastTile, type Learner, stepTile } from '../../rbm/training/learner.ts';
import type { Step } from '../../rbm/training/update.ts';

/** What members tell each other, in shared memory. */
export interface SharedState {
  readonly members: number;
  /** shape [48]: {@link TURN}, {@link ARRIVED}, {@link TAKEN} */
  readonly words: Int32Array;
  /** shape [8], see {@link writeBatch} */
  readonly batch: Float64Array;
  /** shape [rows]: the order of rows in this epoch */
  readonly order: Uint32Array;
  /** shape [members]: how many bits the reconstructions of a member's examples had wrong */
  readonly wrong: Float64Array;
  /** shape [members]: whether the packed sums of a member's units still fit, 0 or 1 */
  readonly fit: Uint8Array;
}

/** A batch as it stands on the board. */
export interface Batch {
  readonly from: number;
  readonly to: number;
  readonly contrasting: CdOptions;
  readonly step: Step;
}

/** Where the number of turns that were called stands, */
export const TURN = 0;
/** how many followers are done with the last one, */
export const ARRIVED = 16;
/** and how many of its pieces are taken: each in its own line of the cache, as some threads look at one while others write. */
export const TAKEN = 32;

/** Quads that are updated in one piece: some 20 µs of work, in whole lines of the cache. */
const QUADS_A_PIECE = 4 * DOUBLES_AT_A_TIME;

/**
 * So often a thread looks whether others are ready before it goes to sleep, some 60 µs in all. A turn of a batch of 10 takes
 * 100 to 500, and to be woken up takes 50.
 */
export const LOOKS = 3000;

/** A board for so many members, for batches of so many rows. */
export function createSharedState(members: number, rows: number): SharedState {
  return {
    members,
    words: new Int32Array(new SharedArrayBuffer(192)),
    batch: new Float64Array(new SharedArrayBuffer(64)),
    order: new Uint32Array(new SharedArrayBuffer(4 * rows)),
    wrong: new Float64Array(new SharedArrayBuffer(8 * members)),
    fit: new Uint8Array(new SharedArrayBuffer(members)),
  };
}

/** Writes a batch on the board, and the leader's scale of packed weights, which is no array and so not shared. */
export function writeBatch(board: SharedState, { from, to, contrasting, step }: Batch, { sampler }: Learner): void {
  const { cd, epoch } = contrasting;
  board.batch.set([from, to, cd, epoch, step.rate, step.momentum, step.decay, sampler.packed.scale]);
}

/** Reads the batch from the board, and takes the leader's scale over. */
export function readBatch({ batch }: SharedState, { sampler }: Learner): Batch {
  const [from, to, cd, epoch, rate, momentum, decay, scale] = batch as unknown as EightNumbers;
  sampler.packed.scale = scale;
  return { from, to, contrasting: { cd, epoch }, step: { rate, momentum, decay } };
}

type EightNumbers = [number, number, number, number, number, number, number, number];

/** A member's part in the first turn: chains. */
export function contrastPieces(
  { words, order, wrong }: SharedState,
  member: number,
  learner: Learner,
  rows: BitRows,
  { from, to, contrasting }: Batch,
): void {
  let sum = 0;
  for (let n = take(words); n < to - from; n = take(words)) {
    sum += contrastTile(learner, rows, order, from, n, n + 1, contrasting);
  }
  wrong[member] = sum;
}

/** A member's part in the second turn: steps of visible units. */
export function stepPieces(
  { words, fit }: SharedState,
  member: number,
  learner: Learner,
  { from, to, step }: Batch,
): void {
  const { quads } = learner.sampler.packed;
  const examples = to - from;
  sortPhases(learner.gradient, learner.phases, examples);
  let allFit = 1;
  for (let first = 0; (first = QUADS_A_PIECE * take(words)) < quads; ) {
    if (!stepTile(learner, examples, step, first, Math.min(first + QUADS_A_PIECE, quads))) allFit = 0;
  }
  fit[member] = allFit;
}

/** Takes the next piece. */
function take(words: Int32Array): number {
  return Atomics.add(words, TAKEN, 1);
}
