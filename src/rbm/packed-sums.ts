/**
 * The hidden-to-visible half of a Gibbs step from packed weights.
 *
 * @module
 */
import type { PackedWeights } from './packed-weights.ts';

/**
 * Writes `out[p] = biases[p] + Σ weights[·][j][·]` over the active hidden units `j`: the inputs of all visible units, two to a
 * double.
 *
 * Sixteen visible units at a time, in eight registers: some ten active hidden units are then ten lines of the cache. Whole
 * numbers: no order matters. (`Math.imul` and the shift keep the compiler from computing indices as doubles.)
 *
 * @param out - shape [8·groups], overwritten; in units of 1/FRACTION
 * @param active - shape [≥ count], the hidden units that are on
 * @param hidden - the number of hidden units
 */
export function packedSums(
  out: Float64Array,
  { weights, biases, groups }: PackedWeights,
  active: Uint32Array,
  count: number,
  hidden: number,
): void {
  for (let group = 0; group < groups; group++) {
    const p = group << 3;
    const first = Math.imul(group, hidden);
    let a = biases[p];
    let b = biases[p + 1];
    let c = biases[p + 2];
    let d = biases[p + 3];
    let e = biases[p + 4];
    let f = biases[p + 5];
    let g = biases[p + 6];
    let h = biases[p + 7];
    for (let n = 0; n < count; n++) {
      const at = (first + active[n]) << 3;
      a += weights[at];
      b += weights[at + 1];
      c += weights[at + 2];
      d += weights[at + 3];
      e += weights[at + 4];
      f += weights[at + 5];
      g += weights[at + 6];
      h += weights[at + 7];
    }
    out[p] = a;
    out[p + 1] = b;
    out[p + 2] = c;
    out[p + 3] = d;
    out[p + 4] = e;
    out[p + 5] = f;
    out[p + 6] = g;
    out[p + 7] = h;
  }
}
