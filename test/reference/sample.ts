/**
 * The exact sampler, as the numeric contract words it: a unit fires when `u < sigmoid(a)`.
 *
 * @module
 */
import { sigmoid } from '../../src/math/functions/sigmoid.ts';

/** 1 for each unit that fires, else 0. `uniforms`: 32-bit whole numbers. */
export function denseSample(input: ArrayLike<number>, uniforms: ArrayLike<number>, inverseTemperature = 1): number[] {
  return Array.from(input, (a, n) => (uniforms[n] / 2 ** 32 < sigmoid(inverseTemperature * a) ? 1 : 0));
}

/** The same as a list: the units that fire, ascending. */
export function sampleUnits(input: ArrayLike<number>, uniforms: ArrayLike<number>, inverseTemperature = 1): number[] {
  const active: number[] = [];
  for (let n = 0; n < input.length; n++) {
    if (uniforms[n] / 2 ** 32 < sigmoid(inverseTemperature * input[n])) active.push(n);
  }
  return active;
}
