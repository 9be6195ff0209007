/**
 * The update rule for one parameter, in float64 with one rounding to float32 for each result.
 *
 * @module
 */

/** [parameter, velocity] after a step. `gradient`: a sum over `examples` in units of 2⁻¹⁶. */
export function updatedParameter(
  parameter: number,
  velocity: number,
  gradient: number,
  examples: number,
  step: { readonly rate: number; readonly momentum: number; readonly decay: number },
): [number, number] {
  const pull = (step.rate / examples / 65536) * gradient;
  const move = step.momentum * velocity + pull - step.rate * step.decay * parameter;
  return [Math.fround(parameter + move), Math.fround(move)];
}
