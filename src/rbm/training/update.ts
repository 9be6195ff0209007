/**
 * From the gradient of a batch to new parameters.
 *
 * @module
 */
import { sumRow } from '../kernels/gradient.ts';
import { moveParameter } from '../kernels/move-parameter.ts';
import { moveRow } from '../packed/packed-rows.ts';
import type { Reals } from '../rbm.ts';
import type { PlainLearner } from './plain-learner.ts';

/** The last step of each parameter, for momentum: shapes as in `Rbm`. */
export interface Velocity<A extends Reals = Float32Array> {
  readonly w: A;
  readonly bv: A;
  readonly bh: A;
}

/** How to update the parameters. */
export interface UpdateOptions {
  /** Learning rate. */
  readonly rate: number;
  /** Share of the last step that is taken again. */
  readonly momentum: number;
  /** L2 penalty on the weights. */
  readonly decay: number;
  /** How strongly the hidden biases are pulled to where a unit is on in one row of ten (0). Only with persistent chains. */
  readonly sparsity?: number;
}

/** Begins a step: what a count, and an example, move a parameter by; momentum; and what share of a weight goes. */
export function startUpdate(
  { gradient, phases }: PlainLearner,
  examples: number,
  { rate, momentum, decay }: UpdateOptions,
): void {
  gradient.scales.set([rate / examples / phases.one, rate / examples, momentum, rate * decay]);
}

/**
 * Takes one step up the gradient for visible unit `unit`: its weights and bias. Where nothing but the gradient moves a
 * parameter, the packed copies move with the others. Biases do not decay.
 *
 * Source: Hinton (2010), sections 9 and 10.
 *
 * @param learner - its gradient sorted
 * @param isPlain - whether nothing but the gradient moves a parameter
 * @returns whether the unit's sums still fit, as far as copies have been moved
 */
export function updateUnit(learner: PlainLearner, unit: number, isPlain: boolean): boolean {
  const { sampler, velocity, gradient } = learner;
  const { rbm, packed } = sampler;
  const { counts, scales } = gradient;
  const balance = sumRow(learner, unit);
  if (isPlain && packed.scale > 0) return moveRow(packed, rbm, unit, counts, balance, scales);
  updateRow(rbm.w, velocity.w, unit * rbm.hidden, learner);
  moveParameter(rbm.bv, velocity.bv, unit, scales[1] * balance, 0, scales[2]);
  return true;
}

/** Takes one step up the gradient for the hidden units' biases, the last of the batch. */
export function updateHidden(learner: PlainLearner): void {
  const { sampler, velocity, gradient } = learner;
  const { rbm } = sampler;
  sumRow(learner, rbm.visible);
  gradient.scales[3] = 0;
  updateRow(rbm.bh, velocity.bh, 0, learner);
}

/** One step of parameters in a row, as many as hidden units. */
function updateRow(
  parameter: Float32Array,
  velocity: Float32Array,
  first: number,
  { gradient, sampler }: PlainLearner,
): void {
  const { counts, scales } = gradient;
  const perCount = scales[0];
  const momentum = scales[2];
  const shrink = scales[3];
  for (let j = 0, at = first; j < sampler.rbm.hidden; j++, at++) {
    moveParameter(parameter, velocity, at, perCount * counts[j], shrink * parameter[at], momentum);
  }
}
