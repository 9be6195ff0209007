/**
 * A batch learnt in two turns by several threads: in the first they run the chains of its phases; in the second they move the
 * visible units up the gradient of all. Work is in pieces, and whoever is free takes the next one: a chain of many notes takes
 * longer than one of few. Which thread did what does not affect the bits: see `rbm/training/learner`.
 *
 * One thread leads: it writes down what the batch is, calls each turn, works as all do, and waits until all are done. It is
 * member 0. The others follow.
 *
 * @module
 */
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { DOUBLES_AT_A_TIME } from '../../rbm/packed/packed4-weights.ts';
import type { CdOptions } from '../../rbm/training/contrastive-divergence.ts';
import { type Learner, phaseTile, startStep, visibleTile } from '../../rbm/training/learner.ts';
import type { Phases } from '../../rbm/training/phases.ts';
import type { UpdateOptions } from '../../rbm/training/update.ts';
import { sharedArrays } from './shared-arrays.ts';

/** What members tell each other, in shared memory. */
export interface SharedState {
  readonly members: number;
  /** shape [48]: {@link TURN}, {@link ARRIVED}, {@link TAKEN} */
  readonly words: Int32Array;
  /** shape [10], see {@link writeBatch} */
  readonly batch: Float64Array;
  /** shape [rows]: the order of rows in this epoch */
  readonly order: Uint32Array;
  /** shape [members]: how many bits the reconstructions of a member's examples had wrong */
  readonly wrong: Float64Array;
  /** shape [members]: whether the packed sums of a member's units still fit, 0 or 1 */
  readonly fit: Uint8Array;
}

/** A batch as it is written down. */
export interface Batch {
  readonly from: number;
  readonly to: number;
  readonly options: CdOptions;
  readonly update: UpdateOptions;
}

/** Where in `words` is the number of turns that were called, */
export const TURN = 0;
/** how many followers are done with the last one, */
export const ARRIVED = 16;
/** and how many of its pieces are taken: each in its own line of the cache, as some threads look at one while others write. */
export const TAKEN = 32;

/**
 * Blocks of four visible units that are updated in one piece, in whole lines of the cache: some 20 µs of work for contrastive
 * divergence, where most rows have no gradient. One line of the centred gradient is as much.
 */
const PACKED4_A_PIECE = 4 * DOUBLES_AT_A_TIME;
const CENTRED_PACKED4_A_PIECE = DOUBLES_AT_A_TIME;

/**
 * How often a thread checks whether others are ready before it sleeps, about 60 µs in all. A turn of a batch of 10 takes
 * 100 to 500, and to be woken up takes 50.
 */
export const LOOKS = 3000;

/** Shared state for so many members, for batches of so many rows. */
export function createSharedState(members: number, rows: number): SharedState {
  return {
    members,
    words: sharedArrays(Int32Array, 48),
    batch: sharedArrays(Float64Array, 10),
    order: sharedArrays(Uint32Array, rows),
    wrong: sharedArrays(Float64Array, members),
    fit: sharedArrays(Uint8Array, members),
  };
}

/** Writes a batch down, and what of the learner's state is a number and so not shared. */
export function writeBatch({ batch }: SharedState, { from, to, options, update }: Batch, learner: Learner): void {
  const { sampler, chains, phases } = learner;
  const { rate, momentum, decay, sparsity = 0 } = update;
  const step = chains[0]?.step ?? 0;
  batch.set([from, to, options.cd, options.epoch, rate, momentum, decay, sparsity, sampler.packed.scale, step]);
  for (const [c, { visible }] of chains.entries()) phases.counts[phases.positives + c] = visible.count;
}

/** Reads the batch, and takes over what is a number in the leader's state. */
export function readBatch({ batch }: SharedState, { sampler, chains, phases }: Learner): Batch {
  const [from, to, cd, epoch, rate, momentum, decay, sparsity, scale, step] = batch as unknown as TenNumbers;
  sampler.packed.scale = scale;
  takeChains(chains, phases, step);
  return { from, to, options: { cd, epoch }, update: { rate, momentum, decay, sparsity } };
}

type Five = [number, number, number, number, number];
type TenNumbers = [...Five, ...Five];

/** The leader takes over what its followers' chains have come to. Where a phase has its chain's units, so does the chain. */
export function endBatch({ chains, phases }: Learner, { options }: Batch, step: number): void {
  takeChains(chains, phases, step + options.cd);
}

/** All chains are at one step; how many of their visible units are on is written down with their phases. */
function takeChains(chains: Learner['chains'], { counts, positives }: Phases, step: number): void {
  for (const [c, chain] of chains.entries()) {
    chain.visible.count = counts[positives + c] ?? 0;
    chain.step = step;
  }
}

/** A member's part in the first turn: the chains of phases. */
export function phasePieces(
  { words, order, wrong }: SharedState,
  member: number,
  learner: Learner,
  rows: BitRows,
  { from, to, options }: Batch,
): void {
  const pieces = to - from + learner.chains.length;
  let sum = 0;
  for (let n = take(words); n < pieces; n = take(words)) {
    sum += phaseTile(learner, rows, order, from, to, n, n + 1, options);
  }
  wrong[member] = sum;
}

/** A member's part in the second turn: steps of visible units. */
export function visiblePieces(
  { words, fit }: SharedState,
  member: number,
  learner: Learner,
  { from, to, update }: Batch,
): void {
  const { blocks } = learner.sampler.packed;
  const size = learner.chains.length === 0 ? PACKED4_A_PIECE : CENTRED_PACKED4_A_PIECE;
  startStep(learner, to - from, update);
  let allFit = 1;
  for (let first = 0; (first = size * take(words)) < blocks; ) {
    if (!visibleTile(learner, first, Math.min(first + size, blocks))) allFit = 0;
  }
  fit[member] = allFit;
}

/** Takes the next piece. */
function take(words: Int32Array): number {
  return Atomics.add(words, TAKEN, 1);
}
