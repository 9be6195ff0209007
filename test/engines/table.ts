/**
 * Answers in the forms that people read.
 *
 * @module
 */
import type { Answer } from './ask.ts';
import type { Fingerprints } from './fingerprints/fingerprints.ts';

const NAME = 16;
const VERSION = 18;
const SECONDS = 7;

/** The table's head: a column for each fingerprint. */
export function headLine(golden: Fingerprints): string {
  const names = Object.keys(golden).map((name) => name.slice(0, 8).padEnd(8));
  return [...start('engine', 'version', 'seconds'), ...names, 'lanes', 'verdict'].join('  ');
}

/** An engine's line. */
export function answerLine(answer: Answer, golden: Fingerprints): string {
  const { name, version, seconds, fingerprints, lanes, verdict, install } = answer;
  if (verdict === 'missing') return `${name.padEnd(NAME)}  missing (install: ${install})`;
  // By name: not every engine keeps the order of an object's keys.
  const values = Object.keys(golden).map((key) => (fingerprints[key] ?? '–').padEnd(8));
  return [...start(name, version ?? '', `${seconds}`), ...values, shown(lanes).padEnd(5), verdict].join('  ');
}

function start(name: string, version: string, seconds: string): string[] {
  return [name.padEnd(NAME), version.slice(0, VERSION).padEnd(VERSION), seconds.padStart(SECONDS)];
}

function shown(lanes: boolean | null): string {
  if (lanes === null) return 'none';
  return lanes ? 'same' : 'other';
}
