/**
 * Orders among numbers.
 *
 * @module
 */

/** The numbers in ascending order. */
export function ascending(values: Float64Array): Float64Array {
  return values.slice().sort();
}

/** The value at a share `q`, 0–1, of ascending numbers: on the line between its two neighbours. There must be one. */
export function quantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const a = sorted[below] ?? 0;
  const b = sorted[below + 1] ?? a;
  return a + (b - a) * (at - below);
}

/** The mean distance between the quantile functions of two lists, in 199 places from .005 to .995. */
export function quantileGap(one: Float64Array, other: Float64Array): number {
  const [a, b] = [ascending(one), ascending(other)];
  let sum = 0;
  for (let n = 1; n < 200; n++) sum += Math.abs(quantile(a, n / 200) - quantile(b, n / 200));
  return sum / 199;
}
