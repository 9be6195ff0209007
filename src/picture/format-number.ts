/**
 * Numbers in labels.
 *
 * @module
 */
import { decimal } from '../math/text/decimal.ts';

/** A number with about four significant digits and a typographic minus sign. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const places = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 4 : 6;
  return withMinus(decimal(value, places));
}

/** Replaces a leading hyphen by a minus sign, which is as wide as a plus. */
export function withMinus(number: string): string {
  return number.startsWith('-') ? `−${number.slice(1)}` : number;
}
