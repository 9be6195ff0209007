/**
 * A batch of a plain learner, in pieces that threads share.
 *
 * @module
 */
import { DOUBLES_AT_A_TIME } from '../packed/packed4-weights.ts';
import { finishBatch, type PlainLearner, phaseTile, startStep, visibleTile } from './plain-learner.ts';
import type { TeamWork } from './team-work.ts';

/**
 * Blocks of four visible units that are updated in one piece, in whole lines of the cache: some 20 µs of work for contrastive
 * divergence, where most rows have no gradient. One line of the centred gradient is as much.
 */
const PACKED4_A_PIECE = 4 * DOUBLES_AT_A_TIME;
const CENTRED_PACKED4_A_PIECE = DOUBLES_AT_A_TIME;

/** A thread's part in a learner: in turn 0 the chains of phases, one a piece; in turn 1 steps of visible units. */
export function createPlainWork(learner: PlainLearner): TeamWork {
  const { sampler, chains, phases } = learner;
  const { packed } = sampler;
  const size = chains.length === 0 ? PACKED4_A_PIECE : CENTRED_PACKED4_A_PIECE;

  /** All chains are at one step; how many of their visible units are on is written down with their phases. */
  function takeChains(step: number): void {
    for (const [c, chain] of chains.entries()) {
      chain.visible.count = phases.counts[phases.positives + c];
      chain.step = step;
    }
  }

  return {
    fits: true,
    turns: 2,
    lead(turn, { from, to, options, update }, news) {
      if (turn === 0) {
        news[0] = packed.scale;
        news[1] = chains.length > 0 ? chains[0].step : 0;
        for (const [c, { visible }] of chains.entries()) phases.counts[phases.positives + c] = visible.count;
      } else {
        takeChains(news[1] + options.cd);
        startStep(learner, to - from, update);
      }
    },
    follow(turn, { from, to, update }, news) {
      if (turn === 0) {
        packed.scale = news[0];
        takeChains(news[1]);
      } else {
        startStep(learner, to - from, update);
      }
    },
    pieces: (turn, { from, to }) => (turn === 0 ? to - from + chains.length : Math.ceil(packed.blocks / size)),
    work(turn, piece, { rows, order, from, to, options }) {
      if (turn === 0) return phaseTile(learner, rows, order, from, to, piece, piece + 1, options);
      return visibleTile(learner, size * piece, Math.min(size * (piece + 1), packed.blocks)) ? 0 : 1;
    },
    end(_batch, misfits) {
      finishBatch(learner, misfits === 0);
    },
  };
}
