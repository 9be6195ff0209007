/**
 * The ranges of the options of pieces, `continue`, `fill` and `harmonise`.
 *
 * @module
 */

/** The least and the most of each number, for the library and the command line. */
export const INPAINT_RANGES: Readonly<
  Record<'gibbs' | 'temperature' | 'density' | 'bars' | 'vary', readonly [least: number, most: number]>
> = {
  gibbs: [1, 100_000],
  temperature: [0.01, 50],
  density: [0.1, 4],
  bars: [1, 4096],
  vary: [0, 1],
};
