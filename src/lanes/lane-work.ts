/**
 * A batch on lanes, in pieces that threads share: chains of rows; then steps of visible units; then, against persistent chains, columns
 * of the gradient of the hidden biases.
 *
 * @module
 */
import type { BitRows } from '../math/bits/bit-rows.ts';
import * as PURPOSE from '../math/random/purpose.ts';
import type { FreeEnergy } from '../rbm/kernels/free-energy.ts';
import { ROUNDS_AN_EPOCH } from '../rbm/training/contrastive-divergence.ts';
import { type HiddenStatistics, MOST_IN_LANES, ONE } from '../rbm/training/phases.ts';
import type { Batch, TeamWork } from '../rbm/training/team-work.ts';
import type { UpdateOptions } from '../rbm/training/update.ts';
import { COUNTED, PROBABILITIES, SAMPLED } from './kernel-exports.ts';
import { FINEST_SCALE, type LaneMachine, packMachine, viewOf } from './lane-machine.ts';

/** What a learner is, apart from its machine. */
export interface LaneTask {
  readonly statistics: HiddenStatistics;
  /** How far hidden offsets move towards a batch's mean. */
  readonly offsetRate: number;
}

/** A thread's part in a learner. */
export interface LaneWork extends TeamWork {
  /** Whether weights are packed as finely as can be. */
  readonly isFinest: boolean;
  /** Packs all weights; has to be called when others have changed the parameters. */
  pack(): void;
  readonly freeEnergy: FreeEnergy;
  /** Reconstructs rows by one Gibbs step in rounds `round` and `round` + 1, in place of model rows; returns the wrong bits. */
  reconstruct(rows: BitRows, some: Uint32Array, round: number): number;
}

/** Turns: see above. */
const CHAINS = 0;
const UPDATE = 1;
const COLUMNS = 2;

/** Visible units of a tile, and of half a tile, in which values are summed. */
const TILE = 64;
const HALF = 32;
/** Hidden units of a piece of the last turn: a line of the cache. */
const COLUMNS_A_PIECE = 8;
/** A thread's share of a turn comes in so many pieces, so that none waits long for another. */
const PIECES_A_THREAD = 6;

/** A thread's part in a learner whose machine this is. */
export function createLaneWork(machine: LaneMachine, task: LaneTask): LaneWork {
  const { layout, kernels } = machine;
  const { visible, hidden, chains, threads, tiles, rowWords } = layout;
  const isCentred = chains > 0;
  const examples = viewOf(machine, Uint32Array, 'examples', layout.examples);
  const rowBits = viewOf(machine, Uint32Array, 'rowBits', layout.examples * rowWords);
  const rowShifts = viewOf(machine, Uint32Array, 'rowShifts', layout.examples);
  // A row of the batch, which nobody needs between batches.
  const list = viewOf(machine, Uint32Array, 'dataLists', visible);
  // How often all was packed, and at what scale the last time: other threads compare.
  let packings = 0;
  let scale = 0;

  /** Whether hidden units count in int8 lanes: where the gradient alone moves parameters. */
  const isCounted = ({ rate, momentum, decay }: UpdateOptions): boolean =>
    task.statistics === 'samples' &&
    !isCentred &&
    layout.examples <= MOST_IN_LANES &&
    momentum === 0 &&
    rate * decay === 0;
  const countingOf = (update: UpdateOptions): number =>
    task.statistics === 'probabilities' ? PROBABILITIES : isCounted(update) ? COUNTED : SAMPLED;
  const shareOf = (count: number): number => (threads === 1 ? count : Math.ceil(count / (threads * PIECES_A_THREAD)));
  const piecesOf = (count: number): number => (count === 0 ? 0 : Math.ceil(count / shareOf(count)));
  const unitsOf = (update: UpdateOptions): number => (isCounted(update) ? tiles : Math.ceil(visible / HALF));

  function runChains(piece: number, { rows, order, from, to, options, update }: Batch): number {
    const count = to - from;
    const counting = countingOf(update);
    // Chains first: they take longer, and nobody is to wait for the last piece.
    const others = piecesOf(chains);
    if (piece < others) {
      const first = piece * shareOf(chains);
      kernels.continueChains(first, Math.min(first + shareOf(chains), chains), PURPOSE.chain, options.cd, counting);
      return 0;
    }
    const first = (piece - others) * shareOf(count);
    const last = Math.min(first + shareOf(count), count);
    copyRows(rows, order, from, first, last);
    const steps = isCentred ? 0 : options.cd;
    return kernels.contrast(first, last, options.epoch * ROUNDS_AN_EPOCH, steps, counting);
  }

  function copyRows({ bits, starts }: BitRows, order: Uint32Array, from: number, first: number, last: number): void {
    for (let n = first; n < last; n++) {
      const row = order[from + n];
      const start = starts[row];
      const word = Math.floor(start / 32);
      const words = Math.floor((start + visible - 1) / 32) - word + 1;
      const to = n * rowWords;
      for (let k = 0; k < words; k++) rowBits[to + k] = bits[word + k];
      rowShifts[n] = start & 31;
      examples[n] = row;
    }
  }

  function moveUnits(piece: number, { from, to, update }: Batch): void {
    const count = to - from;
    const { rate, momentum, decay } = update;
    const units = unitsOf(update);
    const first = piece * shareOf(units);
    const last = Math.min(first + shareOf(units), units);
    if (isCentred) {
      kernels.moveCentred(count, chains, first, last, rate, momentum, decay);
    } else if (isCounted(update)) {
      kernels.countRows(count, TILE * first, Math.min(TILE * last, visible));
      kernels.moveCounted(count, first, last, rate / count, rate / count);
    } else {
      kernels.moveWeighed(count, first, last, rate / count / ONE, momentum, rate * decay);
    }
  }

  function moveHidden({ from, to, update }: Batch): boolean {
    const count = to - from;
    const { rate, momentum } = update;
    if (isCentred) kernels.moveHiddenCentred(rate, momentum);
    else if (isCounted(update)) kernels.moveHiddenCounted(count, rate / count);
    else kernels.moveHiddenWeighed(count, rate / count / ONE, momentum);
    return takeFindings(update);
  }

  /** Whether sums still fit. */
  const takeFindings = (update: UpdateOptions): boolean =>
    (isCounted(update) ? kernels.grow() : kernels.takeSizes()) !== 0;

  // Followers take over a batch's findings when they begin the next one.
  let pending: UpdateOptions | undefined;

  const work: LaneWork = {
    turns: isCentred && threads > 1 ? 3 : 2,
    // Sums of weights that are too large fit at no scale: plain kernels have to learn then.
    get fits() {
      return scale > 0;
    },
    get isFinest() {
      return scale === FINEST_SCALE;
    },
    pack() {
      scale = packMachine(machine, 1);
      packings++;
    },
    freeEnergy(active, count) {
      for (let n = 0; n < count; n++) list[n] = active[n];
      return kernels.freeEnergy(layout.addresses.dataLists, count);
    },
    reconstruct(rows, some, round) {
      let wrong = 0;
      for (let from = 0; from < some.length; from += layout.examples) {
        const count = Math.min(layout.examples, some.length - from);
        copyRows(rows, some, from, 0, count);
        wrong += kernels.reconstruct(0, count, round);
      }
      return wrong;
    },
    lead(turn, { from, to, update }, news) {
      news[0] = packings;
      news[1] = scale;
      if (turn !== UPDATE) return;
      kernels.forgetFindings();
      if (isCentred) kernels.startCentred(to - from, chains, update.sparsity ?? 0, task.offsetRate);
    },
    follow(turn, { update }, news) {
      if (turn !== CHAINS) return;
      if (packings !== news[0]) kernels.join(news[1], 1);
      else if (pending !== undefined) takeFindings(pending);
      packings = news[0];
      pending = update;
    },
    pieces(turn, { from, to, update }) {
      if (turn === CHAINS) return piecesOf(to - from) + piecesOf(chains);
      return turn === UPDATE ? piecesOf(unitsOf(update)) : Math.ceil(hidden / COLUMNS_A_PIECE);
    },
    work(turn, piece, batch) {
      if (turn === CHAINS) return runChains(piece, batch);
      if (turn === UPDATE) moveUnits(piece, batch);
      else if (turn === COLUMNS) kernels.sumSlopes(COLUMNS_A_PIECE * piece, COLUMNS_A_PIECE * (piece + 1));
      return 0;
    },
    end(batch) {
      if (!moveHidden(batch)) work.pack();
    },
  };
  return work;
}
