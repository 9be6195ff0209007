/**
 * Work that may take long, in parts: whoever does it can pause between two, show how far it is, or give up.
 *
 * @module
 */

/** Work that yields what share of it is done, 0–1 and never less than before, and gives its result at the end. */
export type InParts<T> = Generator<number, T, undefined>;

/** Does the work without a pause. */
export function atOnce<T>(work: InParts<T>): T {
  for (let next = work.next(); ; next = work.next()) if (next.done === true) return next.value;
}

/** Work that is a part of other work: the part from share `from` to share `to` of it. */
export function* asPart<T>(work: InParts<T>, from: number, to: number): InParts<T> {
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) return next.value;
    yield from + (to - from) * next.value;
  }
}
