/**
 * What all objects share, and no file may reach.
 *
 * @module
 */

const PROTOTYPES: readonly object[] = [Object, Array, Map, String, Number, Function].map(({ prototype }) => prototype);
const NAMES: readonly number[] = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).length);

/** Whether any of them has got another property since this was loaded. */
export function prototypesTouched(): boolean {
  return PROTOTYPES.some((prototype, k) => Reflect.ownKeys(prototype).length !== NAMES[k]);
}
