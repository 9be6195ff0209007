/**
 * Numbers as text, alike in every engine: only whole numbers below 2⁵³ are handed to the engine's own number-to-text,
 * and there engines agree.
 *
 * @module
 */

/** A number times a power of ten is off by less than a half below this, so rounding finds the whole number meant. */
const FIFTEEN_DIGITS = 1e15;

/** The largest power of ten that is a double, so dividing by it or a smaller one rounds once. */
const MOST_PLACES = 22;

/**
 * `value` rounded to `places` digits after the point, without zeros at the end: `12.5`, `-0.33`, `7`.
 *
 * @param value - finite, below 9·10¹⁵ / 10^places in size
 * @param places - 0–22
 */
export function decimal(value: number, places: number = 2): string {
  return pointed(Math.round(Math.abs(value) * powerOfTen(places)), places, value < 0);
}

/**
 * The shortest decimal that reads back as this number: `0.02`, `25`, `-1.5`. A number that has none of fifteen digits,
 * such as 1/3, is rounded to fifteen.
 *
 * `units / 10^places` tells what a decimal reads back as: dividing two exact numbers rounds once, as reading does.
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

/** `units` with the point before the last `places` digits, without zeros at the end. */
function pointed(units: number, places: number, negative: boolean): string {
  if (units === 0) return '0';
  for (; places > 0 && units % 10 === 0; places--) units /= 10;
  const digits = String(units).padStart(places + 1, '0');
  const point = digits.length - places;
  return `${negative ? '-' : ''}${digits.slice(0, point)}${places > 0 ? '.' : ''}${digits.slice(point)}`;
}

/** 10^n, exact for n up to 22: `**` differs between engines. */
function powerOfTen(n: number): number {
  let power = 1;
  for (let k = 0; k < n; k++) power *= 10;
  return power;
}
