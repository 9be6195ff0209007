/**
 * Long work in parts: after each it says how far it has come, so that the caller may tell it, pause or stop.
 *
 * @module
 */

/** Work that yields what share of it is done, 0–1, and in the end gives its result. */
export type InParts<T> = Generator<number, T, undefined>;

/** Does all of it at once. */
export function allParts<T>(parts: InParts<T>): T {
  for (let next = parts.next(); ; next = parts.next()) if (next.done === true) return next.value;
}
