/**
 * Checks for the public doors: each names the argument, what was expected and what came.
 *
 * @module
 */
import { HarmoniumError } from './error.ts';

/** Fails unless `value` is a whole number from `low` to `high`, both included. */
export function checkInteger(name: string, value: number, low: number, high: number): void {
  if (!(Number.isInteger(value) && value >= low && value <= high))
    refuse(name, `a whole number from ${low} to ${high}`, value);
}

/** Fails unless `value` is a finite number from `low` to `high`, both included. */
export function checkNumber(name: string, value: number, low: number, high: number): void {
  if (!(typeof value === 'number' && value >= low && value <= high && Number.isFinite(value))) {
    refuse(name, `a number from ${low} to ${high}`, value);
  }
}

/** Fails unless `array` has exactly `length` elements. */
export function checkLength(name: string, array: { readonly length: number }, length: number): void {
  if (array.length !== length) {
    throw new HarmoniumError('length', `${name} has the wrong length`, {
      expected: `${length}`,
      got: `${array.length}`,
      option: name,
    });
  }
}

/** Fails unless `value` is one of `choices`. */
export function checkChoice(name: string, value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) refuse(name, choices.join(' or '), value);
}

/** Fails with code `option-range`. */
export function refuse(name: string, expected: string, got: unknown): never {
  throw new HarmoniumError('option-range', name, { expected, got: String(got), option: name });
}
