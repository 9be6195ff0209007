/**
 * Bernoulli sampling of a layer: which of its units fire.
 *
 * @module
 */
import { sigmoid } from '../math/sigmoid.ts';

const TO_UNIT_INTERVAL = 1 / 4294967296;

/**
 * Lists the units that fire: those with `u < sigmoid(inverseTemperature · input)`, u = `uniforms` / 2³².
 *
 * This is the exact sampler: whatever a faster one does, it must list the same units.
 *
 * @param active - shape [≥ units], overwritten: the units that fire, ascending
 * @param input - shape [units], in nats
 * @param uniforms - shape [≥ units], 32-bit random numbers
 * @param inverseTemperature - 1 for the machine's own distribution; less is wilder, more is tamer
 * @returns how many fire
 */
export function sampleUnits(
  active: Uint32Array,
  input: Float64Array,
  uniforms: Uint32Array,
  inverseTemperature: number,
): number {
  let count = 0;
  for (let n = 0; n < input.length; n++) {
    if (uniforms[n] * TO_UNIT_INTERVAL < sigmoid(inverseTemperature * input[n])) active[count++] = n;
  }
  return count;
}
