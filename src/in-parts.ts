/**
 * Long work in parts: the caller can pause between two parts, show progress, or stop.
 *
 * @module
 */

/** Work that yields its progress, 0–1 and never decreasing, and returns its result. */
export type InParts<T> = Generator<number, T, undefined>;

/** Runs the work to its end and returns its result. */
export function atOnce<T>(work: InParts<T>): T {
  for (let next = work.next(); ; next = work.next()) if (next.done === true) return next.value;
}

/** Runs work as a section of other work: its progress is mapped from 0–1 to `from`–`to`. */
export function* asPart<T>(work: InParts<T>, from: number, to: number): InParts<T> {
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) return next.value;
    yield from + (to - from) * next.value;
  }
}
