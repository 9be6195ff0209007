/**
 * A row of values between 0 and 1 in place of bits: what it gives the hidden layer, and its free energy.
 *
 * For bits these are the sums of `hidden-input` and `free-energy`, bit for bit. A value between 0 and 1 is the share of its
 * weights that counts.
 *
 * @module
 */
import { softplus } from '../../math/functions/sigmoid.ts';
import type { Rbm } from '../rbm.ts';

/**
 * Writes `out[j] = bh[j] + Σ_i values[i] · w[i][j]`. Allocates nothing.
 *
 * Sums are float64 in ascending order of i; a product of two float32 numbers is exact in float64.
 *
 * @param out - shape [hidden], in nats; overwritten
 * @param values - shape [visible], 0–1
 * @param w - shape [visible, hidden], row-major
 * @param bh - shape [hidden]
 */
export function valuesHiddenInput(out: Float64Array, values: Float32Array, w: Float32Array, bh: Float32Array): void {
  const hidden = out.length;
  for (let j = 0; j < hidden; j++) out[j] = bh[j];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value === 0) continue;
    const first = i * hidden;
    for (let j = 0; j < hidden; j++) out[j] += value * w[first + j];
  }
}

/**
 * F(v) = −bv·v − Σ_j softplus(bh_j + Σ_i v_i w_ij), in nats.
 *
 * Source: Hinton (2010), section 16.1.
 *
 * @param values - shape [visible], 0–1
 * @param input - shape [hidden], overwritten: scratch for the hidden units' input
 */
export function freeEnergyOfValues(rbm: Rbm, values: Float32Array, input: Float64Array): number {
  const { w, bv, bh } = rbm;
  valuesHiddenInput(input, values, w, bh);
  let energy = 0;
  for (let i = 0; i < values.length; i++) energy -= values[i] * bv[i];
  for (let j = 0; j < input.length; j++) energy -= softplus(input[j]);
  return energy;
}
