/**
 * The one rounding rule of training.
 *
 * @module
 */

/**
 * One step of one parameter:
 *
 *     step = momentum · velocity + rise − fall
 *     parameter ← round(parameter + step);  velocity ← round(step)
 *
 * Added from left to right in float64; each result is rounded once, to float32, as it is stored. Velocity is read and kept only
 * where there is momentum.
 *
 * @param rise - the learning rate times the gradient
 * @param fall - what weight decay takes away, where that is not in the gradient already
 */
export function moveParameter(
  parameter: Float32Array,
  velocity: Float32Array,
  at: number,
  rise: number,
  fall: number,
  momentum: number,
): void {
  const step = (momentum && momentum * velocity[at]) + rise - fall;
  parameter[at] += step;
  if (momentum !== 0) velocity[at] = step;
}
