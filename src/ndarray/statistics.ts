/**
 * Statistics of weights and rolls, by `ndarray-ops`.
 *
 * @module
 */
import ndarray, { type NdArray } from 'ndarray';
import ops from 'ndarray-ops';
import type { Rbm } from '../rbm/rbm.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { pitchCount } from '../roll/roll-shape.ts';
import { rollView } from './roll-view.ts';
import { weightsView } from './weights-view.ts';

/** Statistics of an array. */
export interface Statistics {
  /** The least element. */
  readonly min: number;
  /** The greatest element. */
  readonly max: number;
  /** The mean of all elements. */
  readonly mean: number;
  /** The population's: the divisor is the number of elements. */
  readonly standardDeviation: number;
  /** Σ |x| */
  readonly norm1: number;
  /** √ Σ x² */
  readonly norm2: number;
  /** The largest |x|. */
  readonly normInfinity: number;
}

/** Counts of each pitch of a roll, lowest first. */
export interface PitchHistogram {
  /** shape [pitches]: number of steps at which the pitch is held */
  readonly held: Uint32Array;
  /** shape [pitches]: number of steps at which it is struck */
  readonly struck: Uint32Array;
}

/** Statistics of a view with at least one element; sums are float64. */
export function statistics(view: NdArray<Float32Array>): Statistics {
  const mean = ops.sum(view) / view.size;
  // Two passes in float64: Σx² − n·mean² would cancel where the mean is large.
  const deviations = ndarray(new Float64Array(view.size), view.shape);
  ops.subs(deviations, view, mean);
  return {
    min: ops.inf(view),
    max: ops.sup(view),
    mean,
    standardDeviation: Math.sqrt(ops.norm2squared(deviations) / view.size),
    norm1: ops.norm1(view),
    norm2: ops.norm2(view),
    normInfinity: ops.norminf(view),
  };
}

/**
 * Statistics of a machine's weights.
 *
 * @throws {HarmoniumError} `length` if `w` is not visible · hidden
 */
export function weightStatistics(rbm: Rbm): Statistics {
  return statistics(weightsView(rbm));
}

/** Counts the held and struck cells of each pitch of a roll. */
export function pitchHistogram(roll: PianoRoll): PitchHistogram {
  const view = rollView(roll);
  const count = pitchCount(roll.pitches);
  const held = new Uint32Array(count);
  const struck = new Uint32Array(count);
  for (let k = 0; k < count; k++) {
    held[k] = ops.sum(view.pick(null, 0, k));
    struck[k] = ops.sum(view.pick(null, 1, k));
  }
  return { held, struck };
}
