/**
 * The visible-to-hidden half of a Gibbs step, before the logistic: `a = bh + vᵀ W` for a binary `v`.
 *
 * Source: Hinton (2010), "A Practical Guide to Training Restricted Boltzmann Machines", section 2.
 *
 * @module
 */
import type { Reals } from '../rbm.ts';

/** Hidden units that are summed at a time, in registers. */
const WIDTH = 8;

/**
 * Writes `out[j] = bh[j] + Σ w[i][j]` over the active visible units `i`. Allocates nothing.
 *
 * A window of music has about 80 of its 2,340 units on, so the sum runs over a list of them: 29 times fewer additions than
 * the dense product. Eight hidden units are summed at a time, in registers. Sums are float64 in the list's order, which
 * ascends; seeded chains depend on these bits.
 *
 * @param out - shape [hidden], each hidden unit's input in nats; overwritten
 * @param active - shape [≥ count], the units that are on, ascending
 * @param count - how many of `active` count
 * @param w - shape [visible, hidden], row-major
 * @param bh - shape [hidden]
 */
export function hiddenInput(out: Float64Array, active: Uint32Array, count: number, w: Reals, bh: Reals): void {
  const hidden = out.length;
  if (hidden < WIDTH) {
    for (let j = 0; j < hidden; j++) oneHiddenInput(out, j, active, count, w, bh, hidden);
    return;
  }
  // The last eight units overlap those before, unless their number is a multiple of eight.
  for (let next = 0; next < hidden; next += WIDTH) {
    const j = Math.min(next, hidden - WIDTH);
    let a = bh[j];
    let b = bh[j + 1];
    let c = bh[j + 2];
    let d = bh[j + 3];
    let e = bh[j + 4];
    let f = bh[j + 5];
    let g = bh[j + 6];
    let h = bh[j + 7];
    for (let n = 0; n < count; n++) {
      const at = Math.imul(active[n], hidden) + j;
      a += w[at];
      b += w[at + 1];
      c += w[at + 2];
      d += w[at + 3];
      e += w[at + 4];
      f += w[at + 5];
      g += w[at + 6];
      h += w[at + 7];
    }
    out[j] = a;
    out[j + 1] = b;
    out[j + 2] = c;
    out[j + 3] = d;
    out[j + 4] = e;
    out[j + 5] = f;
    out[j + 6] = g;
    out[j + 7] = h;
  }
}

/** Writes one hidden unit's input, `out[unit]`: the same sum as in {@link hiddenInput}. */
export function oneHiddenInput(
  out: Float64Array,
  unit: number,
  active: Uint32Array,
  count: number,
  w: Reals,
  bh: Reals,
  hidden: number,
): void {
  let sum = bh[unit];
  for (let n = 0; n < count; n++) sum += w[(Math.imul(active[n], hidden) + unit) | 0];
  out[unit] = sum;
}
