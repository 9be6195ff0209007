/**
 * A report in the form people read.
 *
 * @module
 */
import { type Missing, OURS, type Result, type Size } from './report.ts';

const HEAD = ['case', 'implementation', 'median ms', 'p10–p90', 'ratio', 'checksum'] as const;
/** Wide enough for the longest case and for any time a person waits for. */
const WIDTHS = [34, 15, 10, 19, 7, 8] as const;

/** The table's head. */
export function headLines(): string {
  return `${line(HEAD)}\n${line(WIDTHS.map((width) => '-'.repeat(width)))}\n`;
}

/** A result's line. Ours are the measure of the others, and have no ratio of their own. */
export function resultLine(result: Result): string {
  const cells = [
    result.case,
    result.implementation,
    milliseconds(result.medianMs),
    `${milliseconds(result.p10Ms)}–${milliseconds(result.p90Ms)}`,
    result.implementation === OURS ? '' : `${result.ratio.toPrecision(3)}x`,
    (result.checksum >>> 0).toString(16).padStart(8, '0'),
  ];
  return `${line(cells)}\n`;
}

/** The first two columns are words and stand left, the others are figures and stand right. */
function line(cells: readonly string[]): string {
  return cells
    .map((cell, n) => (n < 2 ? cell.padEnd(WIDTHS[n]) : cell.padStart(WIDTHS[n])))
    .join('  ')
    .trimEnd();
}

/** Milliseconds to three digits, without an exponent. */
export function milliseconds(value: number): string {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  if (value >= 1) return value.toFixed(2);
  return value >= 0.1 ? value.toFixed(3) : value.toFixed(4);
}

/** A module's line. */
export function sizeLine({ entry, bytes, gzipped }: Size): string {
  const name = `size ${entry}`.padEnd(WIDTHS[0]);
  return `${name}  ${String(bytes).padStart(7)} bytes minified, ${String(gzipped).padStart(6)} gzipped\n`;
}

/** What was not there, and how to get it. */
export function missingLine({ implementation, install }: Missing): string {
  return `missing: ${implementation} (install: ${install})\n`;
}
