/**
 * One visible unit's step up the centred gradient.
 *
 * @module
 */
import { moveParameter } from './move-parameter.ts';

/**
 * Moves the weights of one visible unit. With p and n the sums of the unit's positive and negative phases (n is negative):
 *
 *     slope_j = p_j · perExample + n_j · perChain − μ dh_j − dv λ_j − decay · w_j
 *
 * added from left to right in float64; w_j moves by rate · slope_j as `moveParameter` has it.
 *
 * @param w - shape [visible, hidden]; the unit's row changes
 * @param velocity - shape [visible, hidden]; the unit's row changes if there is momentum
 * @param slopes - shape [visible, hidden]; the unit's row is overwritten
 * @param positive - shape [≥ hidden]
 * @param negative - shape [≥ hidden]
 * @param dh - shape [hidden]: mean h over the examples less that over the chains
 * @param lambda - shape [hidden]: λ
 * @param scales - shape [8]: perExample, perChain, decay, rate, momentum, the unit's offset μ, its dv, and, overwritten,
 * Σ_j slope_j λ_j. In an array, since V8 would put doubles on the heap for every call
 */
export function moveCentredRow(
  w: Float32Array,
  velocity: Float32Array,
  slopes: Float64Array,
  unit: number,
  positive: Float64Array,
  negative: Float64Array,
  dh: Float64Array,
  lambda: Float64Array,
  scales: Float64Array,
): void {
  const hidden = dh.length;
  const perExample = scales[0];
  const perChain = scales[1];
  const decay = scales[2];
  const rate = scales[3];
  const momentum = scales[4];
  const mu = scales[5];
  const dv = scales[6];
  let explained = 0;
  for (let j = 0, at = Math.imul(unit, hidden); j < hidden; j++, at++) {
    const slope = positive[j] * perExample + negative[j] * perChain - mu * dh[j] - dv * lambda[j] - decay * w[at];
    slopes[at] = slope;
    explained += slope * lambda[j];
    moveParameter(w, velocity, at, rate * slope, 0, momentum);
  }
  scales[7] = explained;
}
