/**
 * From a gradient to new parameters.
 *
 * @module
 */
import { type Gradient, ONE, spillLanes } from './gradient.ts';
import { type PackedWeights, repackAll, repackBias, repackWeight } from './packed-weights.ts';
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
 * Takes one step up the gradient of `examples` examples, clears it, and lets the packed weights follow. Biases do not decay.
 *
 * Source: Hinton (2010), sections 9 and 10.
 */
export function updateRbm(
  rbm: Rbm,
  packed: PackedWeights,
  velocity: Velocity,
  gradient: Gradient,
  examples: number,
  { rate, momentum, decay }: Step,
): void {
  const { visible, hidden, w, bv, bh } = rbm;
  const scale = rate / examples / ONE;
  const shrink = rate * decay;
  if (momentum === 0 && shrink === 0 && !gradient.spilled) {
    updateCounted(rbm.w, packed, gradient, scale * ONE);
    for (let i = 0; i < visible; i++) {
      if (gradient.bv[i] === 0) continue;
      const before = bv[i];
      updateParameter(bv, velocity.bv, gradient.bv, i, scale, 0, 0);
      repackBias(packed, i, before, bv[i]);
    }
  } else {
    spillLanes(gradient, hidden);
    updateParameters(w, velocity.w, gradient.w, scale, momentum, shrink);
    updateParameters(bv, velocity.bv, gradient.bv, scale, momentum, 0);
    repackAll(packed, rbm);
    gradient.spilled = false;
  }
  updateParameters(bh, velocity.bh, gradient.bh, scale, momentum, 0);
}

/**
 * The rule where there is neither momentum nor decay and all counts are still in lanes: then only the weights whose count is
 * not zero change. In a batch of 100 windows those are 22,000 of 117,000, in one of 9 some 5,000.
 *
 * @param perExample - learning rate / batch size
 */
function updateCounted(w: Float32Array, packed: PackedWeights, gradient: Gradient, perExample: number): void {
  const { lanes, words, touched, bh } = gradient;
  const hidden = bh.length;
  for (let i = 0; i < touched.length; i++) {
    if (touched[i] === 0) continue;
    touched[i] = 0;
    for (let k = 0, lane = i * words; k < words; k++, lane++) {
      let word = lanes[lane];
      if (word === 0) continue;
      lanes[lane] = 0;
      for (let j = 4 * k; word !== 0; j++) {
        const examples = (word << 24) >> 24;
        word = (word - examples) >> 8;
        if (examples === 0) continue;
        const at = i * hidden + j;
        const before = w[at];
        w[at] = before + perExample * examples;
        repackWeight(packed, hidden, i, j, before, w[at]);
      }
    }
  }
}

/** One step of every parameter of an array, see {@link updateParameter}. */
function updateParameters(
  parameter: Reals,
  velocity: Reals,
  gradient: Int32Array,
  scale: number,
  momentum: number,
  shrink: number,
): void {
  for (let i = 0; i < parameter.length; i++) {
    updateParameter(parameter, velocity, gradient, i, scale, momentum, shrink);
  }
}

/**
 * One step of one parameter:
 *
 *     step = momentum · velocity + scale · gradient − shrink · parameter
 *     parameter ← round(parameter + step);  velocity ← round(step);  gradient ← 0
 *
 * All in float64; each result is rounded once, to float32, as it is stored. This is the one rounding rule of training.
 * Velocity is kept only where there is momentum.
 */
function updateParameter(
  parameter: Reals,
  velocity: Reals,
  gradient: Int32Array,
  at: number,
  scale: number,
  momentum: number,
  shrink: number,
): void {
  const step = momentum * velocity[at] + scale * gradient[at] - shrink * parameter[at];
  parameter[at] += step;
  if (momentum !== 0) velocity[at] = step;
  gradient[at] = 0;
}
