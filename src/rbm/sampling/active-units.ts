/**
 * A layer's units that are on, as a list.
 *
 * @module
 */
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';

/** Which units of a layer are on. */
export interface ActiveUnits {
  /** shape [≥ units + 4]: the first `count` are the units that are on, ascending; the rest is for sampling to write to */
  readonly active: Uint32Array;
  count: number;
}

/** A layer of `units`, all off. */
export function createUnits(units: number, allocate: Allocator = ordinaryArrays): ActiveUnits {
  return { active: allocate(Uint32Array, units + 4), count: 0 };
}
