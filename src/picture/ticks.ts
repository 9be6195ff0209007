/**
 * Round numbers along an axis.
 *
 * @module
 */
import { decimal } from '../math/text/decimal.ts';
import { withMinus } from './format-number.ts';

/** A round number and its label. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * The multiples of 1, 2 or 5 times a power of ten in [low, high].
 *
 * Powers are products of tens, exact up to 10²²; `Math.log10` and `**` differ between engines.
 *
 * @param low - finite
 * @param high - finite, above `low`
 * @param most - approximate number of ticks, ≥ 1; at most one more
 */
export function niceTicks(low: number, high: number, most: number): Tick[] {
  const rough = (high - low) / most;
  let exponent = 0;
  let power = 1;
  while (power * 10 <= rough) {
    power *= 10;
    exponent++;
  }
  // At most eight decimals: closer ticks would have equal labels.
  while (power > rough && exponent > -8) {
    power /= 10;
    exponent--;
  }
  let factor = [1, 2, 5].find((candidate) => candidate * power >= rough) ?? 10;
  if (factor === 10) {
    factor = 1;
    exponent++;
  }
  let scale = 1;
  for (let k = 0; k < Math.abs(exponent); k++) scale *= 10;
  const valueAt = (n: number): number => (exponent < 0 ? (n * factor) / scale : n * factor * scale);
  const ticks: Tick[] = [];
  // One more at both ends: the divisions may be off by a rounding.
  const first = Math.ceil(low / valueAt(1)) - 1;
  const last = Math.floor(high / valueAt(1)) + 1;
  for (let n = first; n <= last; n++) {
    const value = valueAt(n);
    if (value >= low && value <= high) ticks.push({ value, label: withMinus(decimal(value, Math.max(0, -exponent))) });
  }
  return ticks;
}
