/**
 * The hidden-to-visible half of a Gibbs step in whole numbers, four visible units an addition, or two.
 *
 * @module
 */
import type { PackedWeights } from './packed-weights.ts';
import { ALL_FIELDS, halfUnits } from './quad-weights.ts';
import type { ActiveUnits } from './sampler.ts';

/**
 * Writes the packed inputs of some visible layers: `sums[n][d]` holds in each of its fields bias plus weights of the hidden units
 * that are on in layer n. In quads every field has {@link halfUnits} more, so that it is at least the true sum. Allocates
 * nothing.
 *
 * Eight doubles are summed at a time, in registers, from one line of the cache a hidden unit. With 7 of 50 hidden units on, a
 * batch of 100 takes 0.27 ms so, and unpacked 1.7. Layer after layer takes its sums from the same lines before the next ones
 * are fetched: at 2,048 hidden units, whose copy no cache holds, that is 5 times as fast as one layer after another. `| 0`
 * tells V8 that an index is a whole number of 32 bits, so that it does not look for overflows.
 *
 * @param sums - shape [≥ layers, 8·groups], overwritten
 * @param layers - hidden layers, of which
 * @param count - so many are summed
 */
export function visibleSums(
  sums: Float64Array,
  { groups, shift, toVisible, biases }: PackedWeights,
  layers: readonly ActiveUnits[],
  count: number,
  hidden: number,
): void {
  const width = groups << 3;
  for (let group = 0; group < groups; group++) {
    const first = group << 3;
    const base = Math.imul(first, hidden);
    for (let layer = 0; layer < count; layer++) {
      const { active, count: on } = layers[layer];
      const above = shift === 2 ? halfUnits(on) * ALL_FIELDS : 0;
      let a = biases[first] + above;
      let b = biases[(first + 1) | 0] + above;
      let c = biases[(first + 2) | 0] + above;
      let d = biases[(first + 3) | 0] + above;
      let e = biases[(first + 4) | 0] + above;
      let f = biases[(first + 5) | 0] + above;
      let g = biases[(first + 6) | 0] + above;
      let h = biases[(first + 7) | 0] + above;
      for (let n = 0; n < on; n++) {
        const line = (base + (active[n] << 3)) | 0;
        a += toVisible[line];
        b += toVisible[(line + 1) | 0];
        c += toVisible[(line + 2) | 0];
        d += toVisible[(line + 3) | 0];
        e += toVisible[(line + 4) | 0];
        f += toVisible[(line + 5) | 0];
        g += toVisible[(line + 6) | 0];
        h += toVisible[(line + 7) | 0];
      }
      const at = (Math.imul(layer, width) + first) | 0;
      sums[at] = a;
      sums[(at + 1) | 0] = b;
      sums[(at + 2) | 0] = c;
      sums[(at + 3) | 0] = d;
      sums[(at + 4) | 0] = e;
      sums[(at + 5) | 0] = f;
      sums[(at + 6) | 0] = g;
      sums[(at + 7) | 0] = h;
    }
  }
}
