/**
 * Placing labels without overlap.
 *
 * @module
 */

/**
 * Moves ascending positions so that they are at least `apart` from each other and within `low` to `high`. If they do not all fit,
 * the first ones go below `low`.
 */
export function spreadLabels(places: readonly number[], apart: number, low: number, high: number): number[] {
  const out: number[] = [];
  let least = low;
  for (const wanted of places) {
    out.push(Math.max(wanted, least));
    least = (out.at(-1) ?? low) + apart;
  }
  let most = high;
  for (let k = out.length - 1; k >= 0; k--) {
    out[k] = Math.min(out[k] ?? most, most);
    most = (out[k] ?? most) - apart;
  }
  return out;
}
