/**
 * The hidden-to-visible half of a Gibbs step, before the logistic: `a = bv + W h` for a binary `h`.
 *
 * Source: Hinton (2010), "A Practical Guide to Training Restricted Boltzmann Machines", section 2.
 *
 * @module
 */
import type { Reals } from '../rbm.ts';

/** Visible units that are summed at a time: one sum alone would wait for each of its additions. */
const WIDTH = 4;

/**
 * Writes `out[i] = bv[i] + Σ w[i][j]` over the active hidden units `j`. Allocates nothing.
 *
 * Sums are float64 in the list's order, which ascends; seeded chains depend on these bits.
 *
 * @param out - shape [visible], each visible unit's input in nats; overwritten
 * @param active - shape [≥ count], the units that are on, ascending
 * @param count - how many of `active` count
 * @param w - shape [visible, hidden], row-major
 * @param bv - shape [visible]
 * @param hidden - the number of hidden units
 */
export function visibleInput(
  out: Float64Array,
  active: Uint32Array,
  count: number,
  w: Reals,
  bv: Reals,
  hidden: number,
): void {
  const visible = out.length;
  let i = 0;
  for (; i + WIDTH <= visible; i += WIDTH) {
    let a = bv[i];
    let b = bv[i + 1];
    let c = bv[i + 2];
    let d = bv[i + 3];
    const first = Math.imul(i, hidden);
    const second = (first + hidden) | 0;
    const third = (second + hidden) | 0;
    const fourth = (third + hidden) | 0;
    for (let n = 0; n < count; n++) {
      const j = active[n];
      a += w[(first + j) | 0];
      b += w[(second + j) | 0];
      c += w[(third + j) | 0];
      d += w[(fourth + j) | 0];
    }
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < visible; i++) oneVisibleInput(out, i, active, count, w, bv, hidden);
}

/** Writes one visible unit's input, `out[unit]`: the same sum as in {@link visibleInput}. */
export function oneVisibleInput(
  out: Float64Array,
  unit: number,
  active: Uint32Array,
  count: number,
  w: Reals,
  bv: Reals,
  hidden: number,
): void {
  const row = Math.imul(unit, hidden);
  let sum = bv[unit];
  for (let n = 0; n < count; n++) sum += w[(row + active[n]) | 0];
  out[unit] = sum;
}
