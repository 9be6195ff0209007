/**
 * Time signatures, and the length of their bars on the grid.
 *
 * @module
 */
import { refuse } from '../../check.ts';

/** A time signature. */
export interface Meter {
  readonly numerator: number;
  readonly denominator: number;
}

/**
 * Parses a time signature such as `3/4`.
 *
 * @throws {HarmoniumError} `option-range` unless the numerator is 1–32 and the denominator a power of two, 1–32
 */
export function parseMeter(text: string): Meter {
  const [, numerator, denominator] =
    /^([1-9]|[12]\d|3[0-2])\/(1|2|4|8|16|32)$/.exec(text) ?? refuse('meter', 'a meter such as 3/4 or 6/8', `'${text}'`);
  return { numerator: Number(numerator), denominator: Number(denominator) };
}

/**
 * Steps in a bar.
 *
 * @param grid - steps in a quarter note
 * @throws {HarmoniumError} `option-range` if the bar does not end on the grid
 */
export function stepsPerBar({ numerator, denominator }: Meter, grid: number): number {
  const steps = (4 * grid * numerator) / denominator;
  if (!Number.isInteger(steps)) {
    refuse('meter', `bars that end on the grid of ${grid} steps a quarter note`, `${numerator}/${denominator}`);
  }
  return steps;
}
