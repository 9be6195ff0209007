/**
 * From the gradient of a batch to new parameters.
 *
 * @module
 */
import { type Gradient, sumHidden, sumRow } from '../kernels/gradient.ts';
import { moveRow, repackQuad } from '../packed/packed-weights.ts';
import type { Reals } from '../rbm.ts';
import type { Sampler } from '../sampling/sampler.ts';
import type { Phases } from './phases.ts';

/** The last step of each parameter, for momentum: shapes as in `Rbm`. */
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
 * Takes one step up the gradient for the visible units of quads `from` to `to` − 1: their weights and biases. Where nothing but
 * the gradient moves a parameter, rows without one are left out: of 2,340 in a batch of 100 windows 1,000, in one of 9
 * nearly 2,000. Biases do not decay.
 *
 * Source: Hinton (2010), sections 9 and 10.
 *
 * @param gradient - sorted
 * @param examples - of the batch
 * @returns whether all sums of these quads still fit; if not, `repackAll` is due
 */
export function updateVisible(
  sampler: Sampler,
  velocity: Velocity,
  gradient: Gradient,
  phases: Phases,
  examples: number,
  { rate, momentum, decay }: Step,
  from: number,
  to: number,
): boolean {
  const { rbm, packed } = sampler;
  const { visible, hidden, w, bv } = rbm;
  const { starts, counts, scales } = gradient;
  writeScales(scales, phases, examples, rate, momentum, rate * decay);
  const isPlain = momentum === 0 && decay === 0;
  let fit = true;
  for (let quad = from; quad < to; quad++) {
    const end = Math.min(4 * quad + 4, visible);
    for (let unit = 4 * quad; unit < end; unit++) {
      if (isPlain && starts[unit] === starts[unit + 1]) continue;
      const balance = sumRow(gradient, phases, unit);
      if (isPlain && packed.scale > 0) {
        if (!moveRow(packed, rbm, unit, counts, balance, scales)) fit = false;
      } else {
        updateRow(w, velocity.w, unit * hidden, counts, hidden, scales);
        updateParameter(bv, velocity.bv, unit, balance, scales[1], momentum, 0);
      }
    }
    if (!isPlain && !repackQuad(packed, rbm, quad)) fit = false;
  }
  return fit;
}

/** Takes one step up the gradient for the hidden units' biases. */
export function updateHidden(
  { rbm }: Sampler,
  velocity: Velocity,
  gradient: Gradient,
  phases: Phases,
  examples: number,
  { rate, momentum }: Step,
): void {
  sumHidden(gradient, phases, examples);
  writeScales(gradient.scales, phases, examples, rate, momentum, 0);
  updateRow(rbm.bh, velocity.bh, 0, gradient.counts, rbm.hidden, gradient.scales);
}

/** What a count, and an example, move a parameter by; momentum; and what share of a weight goes. */
function writeScales(
  scales: Float64Array,
  { one }: Phases,
  examples: number,
  rate: number,
  momentum: number,
  shrink: number,
): void {
  scales[0] = rate / examples / one;
  scales[1] = rate / examples;
  scales[2] = momentum;
  scales[3] = shrink;
}

/** One step of `length` parameters in a row, see {@link updateParameter}. */
function updateRow(
  parameter: Float32Array,
  velocity: Float32Array,
  first: number,
  counts: Int32Array,
  length: number,
  scales: Float64Array,
): void {
  const perCount = scales[0];
  const momentum = scales[2];
  const shrink = scales[3];
  for (let j = 0; j < length; j++) {
    updateParameter(parameter, velocity, first + j, counts[j], perCount, momentum, shrink);
  }
}

/**
 * One step of one parameter:
 *
 *     step = momentum · velocity + scale · gradient − shrink · parameter
 *     parameter ← round(parameter + step);  velocity ← round(step)
 *
 * All in float64; each result is rounded once, to float32, as it is stored. This is the one rounding rule of training.
 * Velocity is kept only where there is momentum.
 */
function updateParameter(
  parameter: Float32Array,
  velocity: Float32Array,
  at: number,
  gradient: number,
  scale: number,
  momentum: number,
  shrink: number,
): void {
  const step = momentum * velocity[at] + scale * gradient - shrink * parameter[at];
  parameter[at] += step;
  if (momentum !== 0) velocity[at] = step;
}
