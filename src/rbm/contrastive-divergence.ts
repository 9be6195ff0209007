/**
 * Contrastive divergence: what an example teaches, estimated by a short Gibbs chain that starts at it.
 *
 * @module
 */
import { sigmoid } from '../math/sigmoid.ts';
import { createLayer, type Layer, sampleHidden, sampleVisible } from './gibbs-chain.ts';
import { addPhase, type Gradient, ONE } from './gradient.ts';
import { hiddenInput } from './hidden-input.ts';
import type { Rbm, Reals } from './rbm.ts';
import { sampleUnits } from './sample-units.ts';

/**
 * Where random numbers come from: fills `uniforms` for an example's half-step `round`. With k Gibbs steps, rounds 0 to
 * 2k − 1 are the chain's hidden and visible layers in turn, 2k and 2k + 1 the hidden layers of the statistics.
 */
export type Draw = (uniforms: Uint32Array, example: number, round: number) => void;

/**
 * How a hidden unit counts in the statistics: with its probability (less noise: Hinton's advice), or with a sample of its
 * own, drawn afresh (as the original program does).
 */
export type Statistics = 'probabilities' | 'samples';

/** Room for one example's chain. */
export interface CdRoom {
  /** The example: the caller lists its active units here. */
  readonly data: Layer;
  readonly visible: Layer;
  readonly hidden: Layer;
  /** shape [hidden] */
  readonly values: Int32Array;
}

/** Room for the chains of a machine's size. */
export function createCdRoom(rbm: Rbm<Reals>): CdRoom {
  return {
    data: createLayer(rbm.visible),
    visible: createLayer(rbm.visible),
    hidden: createLayer(rbm.hidden),
    values: new Int32Array(rbm.hidden),
  };
}

/**
 * Adds one example to the gradient: its own statistics less those of its reconstruction after `k` Gibbs steps.
 *
 * Source: Hinton (2002), "Training products of experts by minimizing contrastive divergence".
 *
 * @param gradient - added to
 * @param room - `room.data` holds the example; afterwards `room.visible` holds its reconstruction
 * @param k - Gibbs steps, ≥ 1
 * @param example - its number, for `draw`
 */
export function contrast(
  gradient: Gradient,
  rbm: Rbm<Reals>,
  room: CdRoom,
  k: number,
  statistics: Statistics,
  draw: Draw,
  example: number,
): void {
  const { data, visible, hidden, values } = room;

  hiddenInput(hidden.input, data.active, data.count, rbm.w, rbm.bh);
  countHidden(values, hidden, statistics, ONE, draw, example, 2 * k);
  addPhase(gradient, data.active, data.count, values, ONE);

  draw(hidden.uniforms, example, 0);
  hidden.count = sampleUnits(hidden.active, hidden.input, hidden.uniforms, 1);
  for (let step = 0; step < k; step++) {
    if (step > 0) {
      draw(hidden.uniforms, example, 2 * step);
      sampleHidden(rbm, visible, hidden, 1);
    }
    draw(visible.uniforms, example, 2 * step + 1);
    sampleVisible(rbm, hidden, visible, 1);
  }

  hiddenInput(hidden.input, visible.active, visible.count, rbm.w, rbm.bh);
  countHidden(values, hidden, statistics, -ONE, draw, example, 2 * k + 1);
  addPhase(gradient, visible.active, visible.count, values, -ONE);
}

/** Writes what each hidden unit counts for, given `hidden.input`: `one` times its probability, or `one` if it fires. */
function countHidden(
  values: Int32Array,
  hidden: Layer,
  statistics: Statistics,
  one: number,
  draw: Draw,
  example: number,
  round: number,
): void {
  if (statistics === 'probabilities') {
    // The sign outside: Math.round takes halves upwards, so −½ would not cancel ½.
    const sign = Math.sign(one);
    for (let j = 0; j < values.length; j++) values[j] = sign * Math.round(ONE * sigmoid(hidden.input[j]));
    return;
  }
  draw(hidden.uniforms, example, round);
  hidden.count = sampleUnits(hidden.active, hidden.input, hidden.uniforms, 1);
  values.fill(0);
  for (let n = 0; n < hidden.count; n++) values[hidden.active[n]] = one;
}

/** How many units differ between two layers. Both lists ascend. */
export function differences(a: Layer, b: Layer): number {
  let shared = 0;
  for (let m = 0, n = 0; m < a.count && n < b.count; ) {
    const gap = a.active[m] - b.active[n];
    if (gap === 0) shared++;
    if (gap <= 0) m++;
    if (gap >= 0) n++;
  }
  return a.count + b.count - 2 * shared;
}
