/**
 * A run of the bench against one that was kept.
 *
 * @module
 */
import type { Report, Result } from './report.ts';

/** How one result has changed. */
export interface Change {
  readonly case: string;
  readonly implementation: string;
  /** Old median over new: 2 is twice as fast as before. */
  readonly speedUp: number;
  /** From old p10 over new p90 to old p90 over new p10: what chance alone could have made of it. */
  readonly low: number;
  readonly high: number;
  /** Whether the same was computed. */
  readonly sameResult: boolean;
}

/** The results that both runs have, in the new run's order. */
export function changes(before: Report, now: Report): Change[] {
  const found: Change[] = [];
  for (const result of now.results) {
    const old = before.results.find((other) => keyOf(other) === keyOf(result));
    if (old === undefined) continue;
    found.push({
      case: result.case,
      implementation: result.implementation,
      speedUp: old.medianMs / result.medianMs,
      low: old.p10Ms / result.p90Ms,
      high: old.p90Ms / result.p10Ms,
      sameResult: old.checksum === result.checksum,
    });
  }
  return found;
}

/** The results that only one of two runs has. */
export function unmatched(one: Report, other: Report): Result[] {
  const known = new Set(other.results.map(keyOf));
  return one.results.filter((result) => !known.has(keyOf(result)));
}

function keyOf(result: Result): string {
  return `${result.case} | ${result.implementation}`;
}

/** "1.32x faster (1.21–1.40)", or "same (0.97–1.04)" when the spreads overlap: that may be noise. */
export function verdict({ speedUp, low, high }: Change): string {
  const range = `(${low.toFixed(2)}–${high.toFixed(2)})`;
  if (low <= 1 && high >= 1) return `same ${range}`;
  return speedUp > 1 ? `${speedUp.toFixed(2)}x faster ${range}` : `${(1 / speedUp).toFixed(2)}x slower ${range}`;
}

/** The comparison for people. */
export function changesText(before: Report, now: Report): string {
  const lines = changes(before, now).map((change) => {
    const other = change.sameResult ? '' : '  other checksum';
    return `${change.case.padEnd(34)}  ${change.implementation.padEnd(15)}  ${verdict(change)}${other}`;
  });
  const gone = unmatched(before, now).length;
  const fresh = unmatched(now, before).length;
  const head = `against ${before.date}, ${before.machine}`;
  const rest = `${gone} of the old results were not measured now, ${fresh} of the new ones not then`;
  return `${[head, ...lines, ...(gone + fresh === 0 ? [] : [rest])].join('\n')}\n`;
}
