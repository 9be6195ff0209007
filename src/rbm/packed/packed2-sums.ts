/**
 * The visible-to-hidden half of a Gibbs step in whole numbers, two hidden units an addition.
 *
 * @module
 */
import { FRACTION, UPPER } from './packed2-weights.ts';

/** Adding and subtracting it rounds a double to a multiple of UPPER: 2⁵² of those are where doubles end. */
const ROUND_TO_UPPER = 1.5 * 4503599627370496 * UPPER;

/**
 * Writes `out[j] = bh[j] + Σ w[i][j]` over the active visible units `i`, up to `packed2Error(count)`. Allocates nothing.
 *
 * With 85 of 2,340 units on, 200 windows take 0.25 ms so, and 0.53 with `hiddenInput`, which adds one float32 at a time.
 *
 * @param out - shape [hidden], in nats, overwritten
 * @param sums - shape [doubles], overwritten
 * @param weights - shape [visible, doubles], packed
 * @param most - units whose sums fit, from `packed2Terms`: more are summed in turns
 * @param active - shape [≥ count], the visible units that are on
 * @param bh - shape [hidden]
 */
export function hiddenSums(
  out: Float64Array,
  sums: Float64Array,
  weights: Float64Array,
  most: number,
  active: Uint32Array,
  count: number,
  bh: Float32Array,
): void {
  for (let j = 0; j < out.length; j++) out[j] = bh[j];
  for (let from = 0; from < count; from += most) {
    sumPacked2(sums, weights, active, from, Math.min(from + most, count));
    addPacked2(out, sums);
  }
}

/** Sums the rows of the units `active[from]` to `active[to − 1]`, four at a time: a row is fetched from its start to its end. */
function sumPacked2(sums: Float64Array, weights: Float64Array, active: Uint32Array, from: number, to: number): void {
  const doubles = sums.length;
  sums.fill(0);
  let n = from;
  for (; n < to - 3; n += 4) {
    const a = Math.imul(active[n], doubles);
    const b = Math.imul(active[n + 1], doubles);
    const c = Math.imul(active[n + 2], doubles);
    const d = Math.imul(active[n + 3], doubles);
    for (let k = 0; k < doubles; k++) {
      sums[k] += weights[(a + k) | 0] + weights[(b + k) | 0] + (weights[(c + k) | 0] + weights[(d + k) | 0]);
    }
  }
  for (; n < to; n++) {
    const a = Math.imul(active[n], doubles);
    for (let k = 0; k < doubles; k++) sums[k] += weights[(a + k) | 0];
  }
}

/**
 * Takes both sums out of every double, and adds them in nats.
 *
 * @param out - shape [units], added to
 * @param sums - shape [≥ ⌈units / 2⌉], units 2k and 2k + 1 in each
 */
export function addPacked2(out: Float64Array, sums: Float64Array): void {
  // Constants of a module would be fetched anew in every turn.
  const rounding = ROUND_TO_UPPER;
  const evenNats = 1 / FRACTION;
  const oddNats = 1 / (UPPER * FRACTION);
  const whole = out.length >> 1;
  for (let k = 0; k < whole; k++) {
    const upper = sums[k] + rounding - rounding;
    out[2 * k] += (sums[k] - upper) * evenNats;
    out[2 * k + 1] += upper * oddNats;
  }
  if ((out.length & 1) === 1) out[2 * whole] += sums[whole] * evenNats;
}
