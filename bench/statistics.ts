/**
 * What is said of many timings.
 *
 * @module
 */

/** The middle of timings and where most of them lie. */
export interface Spread {
  readonly median: number;
  /** One in ten is below. */
  readonly p10: number;
  /** One in ten is above. */
  readonly p90: number;
}

/**
 * The value below which the share `q` of `sorted` lies, on the straight line between its two neighbours (Hyndman and Fan's
 * definition 7, NumPy's default).
 *
 * @param sorted - ascending, at least one
 * @param q - 0–1
 */
export function quantile(sorted: readonly number[], q: number): number {
  if (sorted.length === 0) throw new RangeError('quantile: expected at least one value, got none');
  const place = (sorted.length - 1) * q;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** Median, p10 and p90 of values in any order. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p10: quantile(sorted, 0.1), p90: quantile(sorted, 0.9) };
}
