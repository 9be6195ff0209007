/**
 * Running the bundle on an engine, and what comes of it.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { type Engine, NPM } from './engines.ts';
import type { Fingerprints } from './fingerprints/fingerprints.ts';

/** What is known of an engine afterwards. */
export interface Answer {
  readonly name: string;
  /** Absent if the engine is. */
  readonly version: string | null;
  readonly verdict: 'same' | 'different' | 'missing' | 'failed';
  /** Those it gave: none if it is missing or failed. */
  readonly fingerprints: Fingerprints;
  /** Whether kernels on lanes gave the same, too; null where the engine has none. */
  readonly lanes: boolean | null;
  /** From the start of the program to its end. */
  readonly seconds: number | null;
  /** The command that installs it. */
  readonly install: string;
  /** Why it failed. */
  readonly reason?: string;
}

/** A slow interpreter takes ten seconds, and a machine may be busy. */
const PATIENCE = 300_000;

/** The bundle as a file, and whether old engines can read it. */
export interface BundleFile {
  readonly path: string;
  readonly es5: boolean;
}

/** Runs the bundle on an engine, if it is there, and compares. */
export async function ask(
  { name, install, find, old, simd = false }: Engine,
  bundle: BundleFile,
  golden: Fingerprints,
): Promise<Answer> {
  const readable = bundle.es5 || !old;
  const found = readable ? find() : undefined;
  if (found === undefined) {
    const lacking = { name, version: null, verdict: 'missing', fingerprints: {}, lanes: null, seconds: null } as const;
    return { ...lacking, install: readable ? install : NPM };
  }
  const start = performance.now();
  const { printed, complaint } = await run([...found.command, bundle.path]);
  const seconds = Math.round((performance.now() - start) / 100) / 10;
  const read = readLine(printed);
  const known = { name, version: found.version, seconds, install };
  if (read === undefined) return { ...known, verdict: 'failed', fingerprints: {}, lanes: null, reason: complaint };
  const { fingerprints } = read;
  const lanes = read.lanes && Object.entries(read.lanes).every(([key, value]) => fingerprints[key] === value);
  const verdict = equal(fingerprints, golden) && lanes !== false ? 'same' : 'different';
  const answer = { ...known, verdict, fingerprints, lanes } as const;
  return simd && lanes === null ? { ...answer, verdict: 'failed', reason: 'no lanes, where there were some' } : answer;
}

/** Whether two sets of fingerprints have the same names with the same values. */
function equal(a: Fingerprints, b: Fingerprints): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/** What a bundle prints. */
interface Line {
  readonly fingerprints: Fingerprints;
  readonly lanes: Fingerprints | null;
}

/** The fingerprints in what a bundle printed, if it came so far. */
export function readLine(printed: string): Line | undefined {
  const line = printed.split('\n').find((text) => text.startsWith('{"fingerprints":'));
  if (line === undefined) return undefined;
  const { fingerprints, lanes = null }: Line = JSON.parse(line);
  return { fingerprints, lanes };
}

/** Runs a command to its end: what it printed, and what it said when that went wrong. */
function run([program = '', ...args]: readonly string[]): Promise<{ printed: string; complaint: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: PATIENCE });
    let printed = '';
    let said = '';
    child.stdout.on('data', (data) => {
      printed += data;
    });
    child.stderr.on('data', (data) => {
      said += data;
    });
    child.on('error', (error) => resolve({ printed, complaint: error.message }));
    child.on('close', (status, signal) => {
      const ended = signal === null ? `ended with ${status}` : `was ended by ${signal}`;
      resolve({ printed, complaint: `${ended}: ${`${said}${printed}`.trim().slice(-2000)}` });
    });
  });
}
