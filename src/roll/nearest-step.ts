/**
 * From ticks to steps of a grid.
 *
 * @module
 */

/**
 * The step nearest to a tick, the later one of two: `⌊tick·grid / ppq + ½⌋`. Exact in whole numbers: a quotient of whole numbers
 * below 2⁵³ never rounds up to the next.
 *
 * @param grid - steps in a quarter note
 */
export function nearestStep({ ppq }: { readonly ppq: number }, grid: number, tick: number): number {
  return Math.floor((2 * tick * grid + ppq) / (2 * ppq));
}
