/**
 * What has come of the cases so far.
 *
 * @module
 */

/** A case that went wrong. */
export interface Fault {
  readonly index: number;
  readonly how: readonly string[];
  readonly message: string;
  /** The file, made as small as the fault allows; undefined if the process died of it. */
  readonly bytes: string | undefined;
}

/** A case that asked for much. */
export interface Extreme {
  readonly index: number;
  readonly how: readonly string[];
  readonly value: number;
  /** Bytes of its file. */
  readonly size: number;
}

/** Sums over cases. */
export interface Tally {
  cases: number;
  /** How often `read`, and how often which refusal. */
  outcomes: Record<string, number>;
  /** How often which mutation. */
  how: Record<string, number>;
  /** Milliseconds. */
  slowest: Extreme;
  /** Bytes of memory above the file's own. */
  largest: Extreme;
  faults: Fault[];
}

const NONE: Extreme = { index: -1, how: [], value: 0, size: 0 };

/** Nothing yet. */
export function emptyTally(): Tally {
  return { cases: 0, outcomes: {}, how: {}, slowest: NONE, largest: NONE, faults: [] };
}

/** Adds what a worker counted. */
export function addTally(all: Tally, part: Tally): void {
  all.cases += part.cases;
  for (const name of ['outcomes', 'how'] as const) {
    for (const [key, count] of Object.entries(part[name])) all[name][key] = (all[name][key] ?? 0) + count;
  }
  if (part.slowest.value > all.slowest.value) all.slowest = part.slowest;
  if (part.largest.value > all.largest.value) all.largest = part.largest;
  all.faults.push(...part.faults);
}
