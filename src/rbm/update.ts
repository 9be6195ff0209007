/**
 * From a gradient to new parameters.
 *
 * @module
 */
import { type Gradient, ONE } from './gradient.ts';
import type { Rbm, Reals } from './rbm.ts';

/** The last step of each parameter, for momentum: shapes as in {@link Rbm}. */
export interface Velocity<A extends Reals = Float32Array> {
  readonly w: A;
  readonly bv: A;
  readonly bh: A;
}

/** How far to step. */
export interface Step {
  /** Learning rate. */
  readonly rate: number;
  /** Share of the last step that is taken again. */
  readonly momentum: number;
  /** L2 penalty on the weights. */
  readonly decay: number;
}

/**
 * Takes one step up the gradient of `examples` examples, and clears it. Biases do not decay.
 *
 * Source: Hinton (2010), sections 9 and 10.
 */
export function updateRbm(
  rbm: Rbm<Reals>,
  velocity: Velocity<Reals>,
  gradient: Gradient,
  examples: number,
  { rate, momentum, decay }: Step,
): void {
  const scale = rate / examples / ONE;
  updateParameters(rbm.w, velocity.w, gradient.w, scale, momentum, rate * decay);
  updateParameters(rbm.bv, velocity.bv, gradient.bv, scale, momentum, 0);
  updateParameters(rbm.bh, velocity.bh, gradient.bh, scale, momentum, 0);
}

/**
 * One step over one array of parameters:
 *
 *     step = momentum · velocity + scale · gradient − shrink · parameter
 *     parameter ← round(parameter + step);  velocity ← round(step);  gradient ← 0
 *
 * All in float64; each result is rounded once, to float32, as it is stored. This is the one rounding rule of training.
 *
 * @param parameter - shape [n], changed
 * @param velocity - shape [n], changed
 * @param gradient - shape [n], cleared
 */
export function updateParameters(
  parameter: Reals,
  velocity: Reals,
  gradient: Int32Array,
  scale: number,
  momentum: number,
  shrink: number,
): void {
  for (let i = 0; i < parameter.length; i++) {
    const step = momentum * velocity[i] + scale * gradient[i] - shrink * parameter[i];
    parameter[i] += step;
    velocity[i] = step;
    gradient[i] = 0;
  }
}
