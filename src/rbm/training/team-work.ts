/**
 * A batch learnt by several threads.
 *
 * @module
 */
import type { BitRows } from '../../math/bits/bit-rows.ts';
import type { CdOptions } from './contrastive-divergence.ts';
import type { UpdateOptions } from './update.ts';

/** The rows `order[from]` to `order[to − 1]`, learnt as one batch. */
export interface Batch {
  readonly rows: BitRows;
  readonly order: Uint32Array;
  readonly from: number;
  readonly to: number;
  readonly options: CdOptions;
  readonly update: UpdateOptions;
}

/**
 * What a thread does of a batch. All threads go through the same turns; in each they take pieces, whoever is free the next one, since
 * some take longer than others. Which thread does what does not affect the bits: pieces write to memory of their own or add up whole
 * numbers. One thread leads: between the turns it alone works.
 */
export interface TeamWork {
  /** Whether it can be done in pieces now: if not, the leader has to learn alone, by its learner. */
  readonly fits: boolean;
  /** Turns of a batch. */
  readonly turns: number;
  /**
   * The leader makes a turn ready.
   *
   * @param news - shape [{@link NEWS}], overwritten with what the others have to know that is not in memory that they share
   */
  lead(turn: number, batch: Batch, news: Float64Array): void;
  /** Any other thread takes over the news. */
  follow(turn: number, batch: Batch, news: Float64Array): void;
  /** Pieces of a turn. */
  pieces(turn: number, batch: Batch): number;
  /** Does a piece; returns what the leader adds up: wrong bits in turn 0, misfits in later ones. */
  work(turn: number, piece: number, batch: Batch): number;
  /** The leader ends the batch. */
  end(batch: Batch, misfits: number): void;
}

/** Numbers that threads tell each other in a turn. */
export const NEWS = 8;

/** Learns a batch in this thread alone; returns how many bits the reconstructions had wrong. */
export function workAlone(work: TeamWork, batch: Batch, news: Float64Array): number {
  let wrong = 0;
  let misfits = 0;
  for (let turn = 0; turn < work.turns; turn++) {
    work.lead(turn, batch, news);
    const pieces = work.pieces(turn, batch);
    for (let piece = 0; piece < pieces; piece++) {
      const outcome = work.work(turn, piece, batch);
      if (turn === 0) wrong += outcome;
      else misfits += outcome;
    }
  }
  work.end(batch, misfits);
  return wrong;
}
