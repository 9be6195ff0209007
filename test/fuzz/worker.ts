/**
 * The process that runs cases, and may die of them: see `run.ts`.
 *
 * @module
 */
import { writeSync } from 'node:fs';
import { countAllocations } from './allocations.ts';
import { measure } from './measure.ts';
import { minimise } from './minimise.ts';
import type { TargetName } from './options.ts';
import { prototypesTouched } from './prototypes.ts';
import { addTally, type Extreme, emptyTally, type Fault, type Tally } from './tally.ts';
import type { Case, Target } from './target.ts';

/** What the worker is to do. */
export interface Task {
  readonly what: TargetName;
  readonly seed: string;
  readonly data: readonly string[];
  readonly from: number;
  /** One past the last case. */
  readonly to: number;
  readonly seconds: number;
}

/** Limits that no case may pass. */
export const MOST_MS = 250;
export const MOST_BYTES: number = 64 << 20;

/** Sends a tally now and then. */
const EVERY_MS = 2000;

const text = process.argv[2];
if (text === undefined || process.send === undefined) throw new Error('run.ts starts this');
await work(JSON.parse(text) as Task);
process.disconnect();

async function work({ what, seed, data, from, to, seconds }: Task): Promise<void> {
  countAllocations();
  // Only now, so that the library's arrays are counted.
  const { targetOf } = await import('./targets.ts');
  const target = targetOf(what, seed, data);
  const deadline = performance.now() + seconds * 1000;
  let tally = emptyTally();
  let told = performance.now();
  const tell = (): void => {
    process.send?.(tally);
    tally = emptyTally();
    told = performance.now();
  };
  for (let index = from; index < to && performance.now() < deadline; index++) {
    // Descriptor 4 is a file that outlives us.
    writeSync(4, String(index).padStart(12), 0);
    const part = runCase(target, index);
    addTally(tally, part);
    for (const { how, message } of part.faults) process.stderr.write(`case ${index} (${how.join(', ')}): ${message}\n`);
    if (performance.now() - told > EVERY_MS) tell();
  }
  tell();
}

function runCase(target: Target, index: number): Tally {
  const made = target.make(index);
  const { how } = made;
  const size = made.bytes.length;
  const tally: Tally = { ...emptyTally(), cases: 1, how: Object.fromEntries(how.map((name) => [name, 1])) };
  try {
    const { result, milliseconds, bytes } = measure(() => target.attempt(made));
    tally.slowest = { index, how, value: milliseconds, size };
    tally.largest = { index, how, value: bytes - size, size };
    tally.outcomes = { [target.judge(made, result)]: 1 };
    const excess = excessOf(tally.slowest, tally.largest);
    if (excess !== undefined) tally.faults.push({ index, how, message: excess, bytes: undefined });
  } catch (error) {
    tally.faults.push(faultOf(target, made, index, error));
  }
  if (prototypesTouched()) tally.faults.push({ index, how, message: 'a prototype was touched', bytes: undefined });
  return tally;
}

function excessOf(slowest: Extreme, largest: Extreme): string | undefined {
  if (slowest.value > MOST_MS) return `took ${Math.round(slowest.value)} ms`;
  return largest.value > MOST_BYTES ? `took ${largest.value} bytes above its own ${largest.size}` : undefined;
}

function faultOf(target: Target, made: Case, index: number, error: unknown): Fault {
  const message = messageOf(error);
  const kind = message.replace(/\d+/g, '#');
  const still = (bytes: Uint8Array): boolean => {
    try {
      const smaller = { ...made, bytes };
      target.judge(smaller, target.attempt(smaller));
      return false;
    } catch (other) {
      return messageOf(other).replace(/\d+/g, '#') === kind;
    }
  };
  const least = minimise(made.bytes, still, 3000);
  const stack = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 3).join(' ').trim() : '';
  return { index, how: made.how, message: `${message} ${stack}`, bytes: Buffer.from(least).toString('hex') };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : `thrown: ${String(error)}`;
}
