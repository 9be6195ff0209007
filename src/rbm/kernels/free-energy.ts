/**
 * Free energy: how unlikely the machine finds a row, up to a constant.
 *
 * @module
 */
import { activeBits } from '../../math/bits/active-bits.ts';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { softplus } from '../../math/functions/sigmoid.ts';
import type { Rbm, Reals } from '../rbm.ts';
import { evenlySpaced } from '../training/row-sets.ts';
import { hiddenInput } from './hidden-input.ts';

/**
 * F(v) = −bv·v − Σ softplus(bh_j + Σ_i v_i w_ij), in nats; p(v) = e^−F(v) / Z. Terms are added in this order.
 *
 * Source: Hinton (2010), section 16.1.
 *
 * @param rbm - the machine
 * @param active - shape [≥ count], the visible units that are on, ascending
 * @param input - shape [hidden], overwritten: scratch for the hidden units' input
 */
export function freeEnergyOfUnits(rbm: Rbm<Reals>, active: Uint32Array, count: number, input: Float64Array): number {
  hiddenInput(input, active, count, rbm.w, rbm.bh);
  let energy = 0;
  for (let n = 0; n < count; n++) energy -= rbm.bv[active[n]];
  for (let j = 0; j < input.length; j++) energy -= softplus(input[j]);
  return energy;
}

/** Another way to compute it. */
export type FreeEnergy = (active: Uint32Array, count: number) => number;

/**
 * The mean free energy of rows, in nats: of `most` of them, evenly spaced, if there are more. NaN for no rows.
 *
 * @param from - the machine, and what computes the energy of a row if the plain function does not
 */
export function meanFreeEnergy(
  { rbm, freeEnergy }: { readonly rbm: Rbm<Reals>; readonly freeEnergy?: FreeEnergy | undefined },
  rows: BitRows,
  most: number,
): number {
  const active = new Uint32Array(rbm.visible);
  const input = new Float64Array(rbm.hidden);
  const some = evenlySpaced(rows.starts.length, most);
  let sum = 0;
  for (const row of some) {
    const count = activeBits(active, rows, row);
    sum += freeEnergy ? freeEnergy(active, count) : freeEnergyOfUnits(rbm, active, count, input);
  }
  return sum / some.length;
}
