/**
 * Lists of units that fire, and may: some are marked until the exact sum has settled them.
 *
 * @module
 */

/** Marks a unit of a list of which the bounds do not say whether it fires. */
export const UNDECIDED: number = 0x80000000;

/** Stands in a list for a unit that does not fire after all. */
export const DROPPED: number = 0xffffffff;

/**
 * Finds the undecided units of a list. As in the lists themselves there is no branch that a processor could not predict.
 *
 * @param places - shape [≥ count + 1], overwritten: where in the list they are
 * @returns how many there are
 */
export function findUndecided(places: Uint32Array, listed: Uint32Array, count: number): number {
  let found = 0;
  for (let n = 0; n < count; n++) {
    places[found] = n;
    found += listed[n] >>> 31;
  }
  return found;
}

/** Closes the gaps that DROPPED leaves in a list; returns how many units it has then. */
export function dropUnits(listed: Uint32Array, count: number): number {
  let kept = 0;
  for (let n = 0; n < count; n++) {
    const unit = listed[n];
    listed[kept] = unit;
    kept += 1 - (unit >>> 31);
  }
  return kept;
}
