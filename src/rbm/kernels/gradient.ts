/**
 * The gradient of a batch, one visible unit at a time.
 *
 * @module
 */
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import type { Rbm } from '../rbm.ts';
import { LANES, type Phases } from '../training/phases.ts';
import type { PlainLearner } from '../training/plain-learner.ts';
import { sumLayers } from './sum-layers.ts';

/** The phases of a batch sorted by visible unit, and memory for the gradient of one: each thread has its own. */
export interface Gradient {
  /** shape [visible + 3]: where a unit's phases begin in `phases`; `starts[i + 1]` is where they end */
  readonly starts: Uint32Array;
  /** shape [visible + 3]: at `i + 1`, where those of unit i turn from positive to negative */
  readonly turns: Uint32Array;
  /** shape [≥ Σ counts]: the phases in which a unit is on, unit after unit, each ascending */
  readonly phases: Uint32Array;
  /** shape [words]: sums of layers; in the centred gradient those of positive phases, */
  readonly sums: Float64Array;
  /** and here those of negative ones */
  readonly negative: Float64Array;
  /** shape [words · lanes, and an even number]: the gradient of one unit's weights, Σ v h − v′ h′, in units of 1/`one` */
  readonly counts: Int32Array;
  /**
   * shape [8]: what the step multiplies by: counts, balances, velocities and weights; in the centred gradient as in
   * `rbm/kernels/centred-row`
   */
  readonly scales: Float64Array;
  /** shape [hidden]: mean h over the examples less that over the chains, */
  readonly dh: Float64Array;
  /** the gradient of the hidden biases, */
  readonly dbh: Float64Array;
  /** and the hidden units' offsets λ after this step; all three of the centred gradient only */
  readonly lambda: Float64Array;
}

/** Memory for the gradient of a machine. */
export function createGradient(
  { visible, hidden }: Rbm,
  { counts, words, lanes }: Phases,
  allocate: Allocator = ordinaryArrays,
): Gradient {
  return {
    starts: allocate(Uint32Array, visible + 3),
    turns: allocate(Uint32Array, visible + 3),
    phases: allocate(Uint32Array, counts.length * (visible + 1)),
    sums: allocate(Float64Array, words),
    negative: allocate(Float64Array, words),
    counts: allocate(Int32Array, 2 * Math.ceil((words * lanes) / 2)),
    scales: allocate(Float64Array, 8),
    dh: allocate(Float64Array, hidden),
    dbh: allocate(Float64Array, hidden),
    lambda: allocate(Float64Array, hidden),
  };
}

/**
 * Sorts the phases of a batch by visible unit: for each, those in which it is on. A row of the gradient can then be summed in
 * registers, and is written once. Counts first, then places: a sort without comparisons. Behind the visible units there is one
 * that is always on: its row is the gradient of the hidden biases.
 *
 * @param gradient - its `starts`, `turns` and `phases` are overwritten
 * @param examples - of the batch
 * @param negatives - negative phases
 */
export function sortPhases(gradient: Gradient, from: Phases, examples: number, negatives: number): void {
  const { starts, turns } = gradient;
  const { positives } = from;
  starts.fill(0);
  // Two places on from where a unit's start will be. What this writes to `phases` is written over below.
  placePhases(gradient, 2, from, 0, examples);
  placePhases(gradient, 2, from, positives, negatives);
  for (let i = 2; i < starts.length; i++) starts[i] += starts[i - 1];
  // One place on: in the end the starts are ends.
  placePhases(gradient, 1, from, 0, examples);
  turns.set(starts);
  placePhases(gradient, 1, from, positives, negatives);
}

/** Counts `count` phases from `first` on at `starts[i + ahead]` for each unit i that is on, and writes them to where that points. */
function placePhases(
  { starts, phases }: Gradient,
  ahead: number,
  { units, counts }: Phases,
  first: number,
  count: number,
): void {
  const visible = starts.length - 3;
  for (let phase = first; phase < first + count; phase++) {
    const from = phase * visible;
    const to = from + counts[phase];
    for (let n = from; n < to; n++) phases[starts[units[n] + ahead]++] = phase;
    phases[starts[visible + ahead]++] = phase;
  }
}

/** The parts of a learner that are summed. */
type Summed = Pick<PlainLearner, 'gradient' | 'phases'>;

/**
 * Sums the gradient of a visible unit's weights: Σ over its phases of what the hidden units count for.
 *
 * @param learner - its gradient is sorted; the gradient's `counts` are overwritten
 * @param unit - `visible` for the one that is always on
 * @returns the gradient of the unit's bias, Σ v − v′, in whole examples
 */
export function sumRow({ gradient, phases: { layers, lanes } }: Summed, unit: number): number {
  const { starts, turns, phases, sums, counts } = gradient;
  const from = starts[unit];
  const to = starts[unit + 1];
  sumLayers(sums, layers, phases, from, to);
  if (lanes === LANES) unpackLanes(counts, sums);
  else for (let k = 0; k < sums.length; k++) counts[k] = sums[k];
  return 2 * turns[unit + 1] - from - to;
}

/** Adding and subtracting it rounds a double to a whole number. */
const ROUNDING = 1.5 * 4503599627370496;
const THREE_LANES = 16777216;

/** Takes six counts, −127 to 127, out of every sum. From the lowest up: what is left after each is a multiple of 2⁸. */
function unpackLanes(counts: Int32Array, sums: Float64Array): void {
  const rounding = ROUNDING;
  const down = 1 / THREE_LANES;
  const up = THREE_LANES;
  for (let k = 0, j = 0; k < sums.length; k++, j += 6) {
    const upperSum = sums[k] * down + rounding - rounding;
    let low = (sums[k] - upperSum * up) | 0;
    let high = upperSum | 0;
    for (let lane = j; lane < j + 3; lane++) {
      const lower = (low << 24) >> 24;
      const upper = (high << 24) >> 24;
      counts[lane] = lower;
      counts[lane + 3] = upper;
      low = (low - lower) >> 8;
      high = (high - upper) >> 8;
    }
  }
}
