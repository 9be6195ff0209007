/**
 * Clamping: some visible units are held at given values, and a chain samples the others.
 *
 * A Gibbs chain whose held units are put back after each step samples p(free | held) of the machine: given the hidden layer
 * the visible units are independent, so holding some of them changes nothing for the others.
 *
 * @module
 */
import { checkArray, checkLength, refuse } from '../../check.ts';
import type { ActiveUnits } from './active-units.ts';
import { type GibbsChain, runChain } from './gibbs-chain.ts';
import type { Sampler } from './sampler.ts';

/** Which visible units are held, and which of them are on. */
export interface Clamp {
  /** shape [visible]: 1 for a unit that is held, 0 for one that is free */
  readonly isHeld: Uint8Array;
  /** The held units that are on, ascending. */
  readonly on: Uint32Array;
}

/**
 * A clamp that can be applied to the visible layer of a machine.
 *
 * @param isHeld - shape [visible]: 1 for a unit that is held, else 0
 * @param on - the held units that are on, ascending
 * @throws {HarmoniumError} `option-range` for a unit that is on and not held, or out of order
 */
export function createClamp(isHeld: Uint8Array, on: Uint32Array): Clamp {
  checkArray('isHeld', isHeld, 'Uint8Array');
  checkArray('on', on, 'Uint32Array');
  for (let n = 0; n < on.length; n++) {
    if (isHeld[on[n]] !== 1) refuse('on', 'units that are held', on[n]);
    if (n > 0 && on[n] <= on[n - 1]) refuse('on', 'units that ascend', `${on[n]} after ${on[n - 1]}`);
  }
  return { isHeld, on };
}

/** Puts the held units of a layer back to what they are held at; the free ones stay. Allocates nothing. */
export function holdUnits(visible: ActiveUnits, { isHeld, on }: Clamp): void {
  const { active } = visible;
  let free = 0;
  for (let n = 0; n < visible.count; n++) {
    if (isHeld[active[n]] === 0) active[free++] = active[n];
  }
  // Both lists ascend: merged from their ends, the free units move up and none is overwritten before it was read.
  let place = free + on.length;
  visible.count = place;
  free--;
  for (let n = on.length - 1; n >= 0; n--) {
    while (free >= 0 && active[free] > on[n]) active[--place] = active[free--];
    active[--place] = on[n];
  }
}

/**
 * Moves a chain `steps` Gibbs steps on with some units held; after each they are as given. Its free units draw the numbers
 * they draw in `runChain`, at their own addresses: with nothing held both are the same to the bit.
 *
 * @throws {HarmoniumError} `length` if the clamp has another size than the machine; `option-range` for `steps` as in `runChain`
 */
export function runClampedChain(chain: GibbsChain, sampler: Sampler, clamp: Clamp, steps: number): void {
  checkLength('isHeld', clamp.isHeld, sampler.rbm.visible);
  holdUnits(chain.visible, clamp);
  for (let s = 0; s < steps; s++) {
    runChain(chain, sampler, 1);
    holdUnits(chain.visible, clamp);
  }
}
