/**
 * Decimal formatting with the same result on every engine: only integers below 2⁵³ are converted by the engine itself, on which all
 * engines agree.
 *
 * @module
 */

/** Below this the error of a number times a power of ten is less than a half, so rounding gives the right integer. */
const FIFTEEN_DIGITS = 1e15;

/** 10^22 is the largest power of ten that is exact in a double, so division by it or a smaller one rounds once. */
const MOST_PLACES = 22;

/**
 * `value` rounded to `places` decimals, without trailing zeros: `12.5`, `-0.33`, `7`.
 *
 * @param value - finite, below 9·10¹⁵ / 10^places in size
 * @param places - 0–22
 */
export function decimal(value: number, places: number = 2): string {
  return pointed(Math.round(Math.abs(value) * powerOfTen(places)), places, value < 0);
}

/**
 * The shortest decimal that parses back to this number: `0.02`, `25`, `-1.5`. Numbers that need more than fifteen digits, such as
 * 1/3, are rounded to fifteen.
 *
 * `units / 10^places` is the parsed value: a division of two exact numbers rounds once, as parsing does.
 *
 * @param value - finite, below 10¹⁵ in size
 */
export function shortDecimal(value: number): string {
  const size = Math.abs(value);
  let text = '';
  for (let places = 0, scale = 1; places <= MOST_PLACES; places++, scale *= 10) {
    const units = Math.round(size * scale);
    if (units >= FIFTEEN_DIGITS) break;
    text = pointed(units, places, value < 0);
    if (units / scale === size) break;
  }
  return text;
}

/** `units` with a point before the last `places` digits, without trailing zeros. */
function pointed(units: number, places: number, negative: boolean): string {
  if (units === 0) return '0';
  for (; places > 0 && units % 10 === 0; places--) units /= 10;
  const digits = String(units).padStart(places + 1, '0');
  const point = digits.length - places;
  return `${negative ? '-' : ''}${digits.slice(0, point)}${places > 0 ? '.' : ''}${digits.slice(point)}`;
}

/** 10^n, exact up to n = 22: `**` differs between engines. */
function powerOfTen(n: number): number {
  let power = 1;
  for (let k = 0; k < n; k++) power *= 10;
  return power;
}
