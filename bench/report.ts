/**
 * What a run of the bench found, in the form machines read.
 *
 * @module
 */
import type { Spread } from './statistics.ts';

/** One implementation at one piece of work. */
export interface Result {
  readonly case: string;
  readonly implementation: string;
  readonly medianMs: number;
  readonly p10Ms: number;
  readonly p90Ms: number;
  /** A hash of what was computed, 0–2³²−1. */
  readonly checksum: number;
  /** Its median over harmonium's of the same case and run: 2 is twice as slow. */
  readonly ratio: number;
}

/** Something that is compared when it is there. */
export interface Missing {
  readonly implementation: string;
  /** The command that installs it. */
  readonly install: string;
}

/** A module that can be imported by itself. */
export interface Size {
  readonly entry: string;
  /** Minified, with all that it imports. */
  readonly bytes: number;
  readonly gzipped: number;
}

/** A whole run. */
export interface Report {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly machine: string;
  readonly results: readonly Result[];
  readonly missing: readonly Missing[];
  /** Only when sizes were asked for and could be taken. */
  readonly sizes?: readonly Size[];
}

/** The implementation that all ratios are to: with the kernels on SIMD lanes, the command's default. */
export const OURS = 'harmonium';

/** The same with the plain kernels. */
export const PLAIN = 'harmonium-plain';

/** What was measured of one contestant. */
export interface Measured {
  readonly implementation: string;
  readonly spread: Spread;
  readonly checksum: number;
}

/** A case's results, with their ratios to ours. */
export function resultsOf(name: string, measured: readonly Measured[]): Result[] {
  const ours = measured.find(({ implementation }) => implementation === OURS);
  if (ours === undefined) throw new Error(`${name}: expected ${OURS} among the contestants, got none`);
  return measured.map(({ implementation, spread, checksum }) => ({
    case: name,
    implementation,
    medianMs: spread.median,
    p10Ms: spread.p10,
    p90Ms: spread.p90,
    checksum,
    ratio: spread.median / ours.spread.median,
  }));
}

function digits(value: number, count: number): number {
  return Number(value.toPrecision(count));
}

/** A report as text: figures to six digits, ratios to four, which is more than they hold. */
export function reportText(report: Report): string {
  const results = report.results.map((result) => ({
    case: result.case,
    implementation: result.implementation,
    medianMs: digits(result.medianMs, 6),
    p10Ms: digits(result.p10Ms, 6),
    p90Ms: digits(result.p90Ms, 6),
    checksum: result.checksum,
    ratio: digits(result.ratio, 4),
  }));
  return `${JSON.stringify({ ...report, results }, undefined, 1)}\n`;
}

/**
 * The report in a text that `reportText` wrote.
 *
 * @throws {Error} naming what is not as it should be
 */
export function parseReport(text: string): Report {
  const value: unknown = JSON.parse(text);
  const { results, date, machine } = (value ?? {}) as Partial<Report>;
  if (!Array.isArray(results) || typeof date !== 'string' || typeof machine !== 'string') {
    throw new Error('expected a report of the bench with date, machine and results, got something else');
  }
  for (const [at, result] of (results as Partial<Result>[]).entries()) {
    const numbers = [result.medianMs, result.p10Ms, result.p90Ms, result.checksum, result.ratio];
    const named = typeof result.case === 'string' && typeof result.implementation === 'string';
    if (!named || !numbers.every((number) => typeof number === 'number' && Number.isFinite(number))) {
      throw new Error(`result ${at}: expected case, implementation and five numbers, got ${JSON.stringify(result)}`);
    }
  }
  return value as Report;
}
