/**
 * Free energy from an array of 0 and 1.
 *
 * @module
 */
import { softplus } from '../../src/math/functions/sigmoid.ts';
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';
import { denseHiddenInput } from './hidden-input.ts';

/** F(v) = −Σ bv_i v_i − Σ softplus(a_j), the visible terms first, each in ascending order. */
export function denseFreeEnergy(rbm: Rbm<Reals>, v: readonly number[]): number {
  let energy = 0;
  for (let i = 0; i < rbm.visible; i++) if (v[i] === 1) energy -= rbm.bv[i];
  for (const a of denseHiddenInput(rbm, v)) energy -= softplus(a);
  return energy;
}
