/**
 * Numbers for readers.
 *
 * @module
 */
import { decimal } from '../math/text/decimal.ts';

/** About four digits that count, and a true minus sign. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const places = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 4 : 6;
  return withMinus(decimal(value, places));
}

/** A hyphen in front of a number as the minus sign that is as wide as a plus. */
export function withMinus(number: string): string {
  return number.startsWith('-') ? `−${number.slice(1)}` : number;
}
