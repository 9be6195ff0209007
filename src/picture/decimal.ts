/**
 * Numbers as text, alike in every engine.
 *
 * @module
 */

const SCALES: readonly number[] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/**
 * `value` rounded to `places` digits after the point, without zeros at the end: `12.5`, `-0.33`, `7`.
 *
 * Only whole numbers are handed to the engine's own number-to-text, and there engines agree.
 *
 * @param value - finite, below 10¹⁵ / 10^places in size
 * @param places - 0–8
 */
export function decimal(value: number, places: number = 2): string {
  const scale = SCALES[places] ?? 1;
  const units = Math.round(Math.abs(value) * scale);
  const whole = Math.floor(units / scale);
  let text = String(whole);
  if (units > whole * scale) {
    const digits = String(scale + units - whole * scale).slice(1);
    let length = digits.length;
    while (digits.charAt(length - 1) === '0') length--;
    text += `.${digits.slice(0, length)}`;
  }
  return value < 0 && units > 0 ? `-${text}` : text;
}

/** The same for reading: about four digits that count, and a true minus sign. */
export function readable(value: number): string {
  const size = Math.abs(value);
  const places = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 4 : 6;
  return withMinus(decimal(value, places));
}

/** A hyphen in front of a number as the minus sign that is as wide as a plus. */
export function withMinus(number: string): string {
  return number.startsWith('-') ? `−${number.slice(1)}` : number;
}
