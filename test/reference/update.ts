/**
 * The update rule, one parameter after another.
 *
 * @module
 */
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';
import type { UpdateOptions, Velocity } from '../../src/rbm/training/update.ts';
import type { PlainGradient } from './contrast.ts';

/** The step of a parameter, a double. `gradient`: a sum over `examples` in units of 2⁻¹⁶. */
function plainStep(
  parameter: number,
  velocity: number,
  gradient: number,
  examples: number,
  { rate, momentum, decay }: UpdateOptions,
): number {
  const pull = (rate / examples / 65536) * gradient;
  return momentum * velocity + pull - rate * decay * parameter;
}

/** Takes a step, biases without decay, and clears the gradient. Each result is rounded once, as it is stored. */
export function plainUpdate(
  rbm: Rbm<Reals>,
  velocity: Velocity<Reals>,
  gradient: PlainGradient,
  examples: number,
  step: UpdateOptions,
): void {
  for (const part of ['w', 'bv', 'bh'] as const) {
    const parameter = rbm[part];
    const rule = { ...step, decay: part === 'w' ? step.decay : 0 };
    for (let n = 0; n < parameter.length; n++) {
      const move = plainStep(parameter[n], velocity[part][n], gradient[part][n], examples, rule);
      parameter[n] += move;
      velocity[part][n] = move;
    }
    gradient[part].fill(0);
  }
}
