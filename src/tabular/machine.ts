/**
 * What the functions of this room have in common: a machine, and rows that are as wide as it is.
 *
 * @module
 */
import { checkObject } from '../check.ts';
import { checkRbm, type Rbm } from '../rbm/rbm.ts';
import { readValues, type TabularData, type Values } from './values.ts';

/** Whatever has a machine: a `FittedRbm`, a music `Model`, or `{ rbm }` of any parameters. */
export interface HasRbm {
  /** The machine. */
  readonly rbm: Rbm;
}

/**
 * The machine, checked.
 *
 * @throws {HarmoniumError} `option-range`, `length` or `model-weights` with the field's name
 */
export function rbmOf(machine: HasRbm): Rbm {
  checkObject('machine', machine, 'a machine');
  checkRbm(machine.rbm);
  return machine.rbm;
}

/**
 * Rows of as many cells as the machine has visible units.
 *
 * @throws {HarmoniumError} as `readValues`
 */
export function valuesFor(rbm: Rbm, x: TabularData, name: string = 'x'): Values {
  return readValues(name, x, rbm.visible);
}
