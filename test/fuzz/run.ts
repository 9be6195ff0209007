/**
 * `npm run fuzz`: broken files, many of them. See `options.ts`.
 *
 * The cases run in a process of their own, with a small heap. When it dies or hangs, the case at fault is noted and the
 * next process goes on after it.
 *
 * @module
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandFault, type CommandTally, fuzzCommands } from './fuzz-commands.ts';
import { fuzzSignals } from './fuzz-signals.ts';
import { COMMAND_CASES, HELP, type Options, parseOptions, READER_CASES, type TargetName } from './options.ts';
import { BUILT } from './places.ts';
import { addTally, emptyTally, type Tally } from './tally.ts';
import type { Task } from './worker.ts';

/** Megabytes of heap: what a case may take, and some for the program and the files. */
const HEAP = 64 + 24;

/** After so many deaths something else is wrong. */
const MOST_DEATHS = 20;

/** A case that takes longer hangs; on a busy machine a process that is in no hurry may get no turn for many seconds. */
const HANG_MS = 60000;

const options = parseOptions(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
if (options.help) process.stdout.write(HELP);
else process.exitCode = await run(options);

async function run({ what, json, ...rest }: Options): Promise<number> {
  const reports: Record<string, unknown> = {};
  let faults = 0;
  for (const name of what) {
    if (name === 'signals') {
      faults += await fuzzSignals(rest.command, say);
      continue;
    }
    if (name === 'commands') {
      const hearing = { onFault: tellFault, onCommand: tellCommand };
      const tallies = await fuzzCommands({ ...rest, cases: rest.cases ?? COMMAND_CASES }, hearing);
      reports[name] = tallies;
      faults += Object.values(tallies).reduce((sum, tally) => sum + tally.faults.length, 0);
      continue;
    }
    const started = performance.now();
    const { tally, next } = await fuzz(name, rest);
    const seconds = Math.round((performance.now() - started) / 1000);
    reports[name] = { from: rest.from, next, seconds, ...tally };
    faults += tally.faults.length;
    tell(name, tally, seconds, next);
  }
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(reports, undefined, 2)}\n`);
  return faults === 0 ? 0 : 1;
}

/** Runs cases until all are done or the time is up. */
async function fuzz(
  what: TargetName,
  { seed, data, from, cases = READER_CASES, seconds }: Omit<Options, 'what' | 'json'>,
): Promise<{ tally: Tally; next: number }> {
  const tally = emptyTally();
  const deadline = performance.now() + seconds * 1000;
  const to = from + cases;
  let next = from;
  mkdirSync(BUILT, { recursive: true });
  const place = join(BUILT, `case-${what}-${process.pid}`);
  for (let deaths = 0; next < to && performance.now() < deadline && deaths < MOST_DEATHS; deaths++) {
    const task: Task = {
      what,
      seed,
      data,
      from: next,
      to,
      seconds: Math.min(1e9, (deadline - performance.now()) / 1000),
    };
    const end = await runWorker(task, place, tally);
    const reached = Number(readFileSync(place, 'utf8'));
    next = reached + 1;
    if (end === undefined) break;
    tally.cases++;
    tally.faults.push({ index: reached, how: [], message: end, bytes: undefined });
  }
  return { tally, next };
}

/** Adds to `tally`; gives why the process died, or undefined if it came to its end. */
async function runWorker(task: Task, place: string, tally: Tally): Promise<string | undefined> {
  writeFileSync(place, String(task.from).padStart(12));
  const file = openSync(place, 'r+');
  const child = fork(join(import.meta.dirname, 'worker.js'), [JSON.stringify(task)], {
    execArgv: [`--max-old-space-size=${HEAP}`, '--max-semi-space-size=2', '--expose-gc'],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc', file],
  });
  closeSync(file);
  let said = '';
  child.stderr?.on('data', (part: Buffer) => {
    said = (said + part.toString()).slice(-2000);
    process.stderr.write(part);
  });
  let hung = false;
  let last = '';
  const watch = setInterval(() => {
    const now = readFileSync(place, 'utf8');
    hung = now === last;
    if (hung) child.kill('SIGKILL');
    last = now;
  }, HANG_MS);
  child.on('message', (part) => {
    addTally(tally, part as Tally);
    process.stderr.write(`\r${task.what}: ${tally.cases} cases, ${tally.faults.length} findings `);
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearInterval(watch);
  process.stderr.write('\n');
  if (code === 0) return undefined;
  return hung ? `no end after ${HANG_MS} ms` : `the process died: ${code ?? signal} ${said.trim().split('\n').at(-1)}`;
}

function tell(name: string, tally: Tally, seconds: number, next: number): void {
  const { slowest, largest } = tally;
  say(`${name}: ${tally.cases} cases in ${seconds} s, ${tally.faults.length} findings; go on with --from ${next}`);
  for (const [code, count] of Object.entries(tally.outcomes).sort(([, a], [, b]) => b - a)) say(`  ${count}\t${code}`);
  say(`  slowest: ${slowest.value.toFixed(1)} ms, case ${slowest.index} (${slowest.how.join(', ')})`);
  say(`  largest: ${(largest.value / 1048576).toFixed(1)} MiB above its file, case ${largest.index}`);
  for (const { index, how, message, bytes } of tally.faults.slice(0, 50)) {
    say(`  case ${index} (${how.join(', ')}): ${message}`);
    if (bytes !== undefined) say(`    ${bytes.slice(0, 2000)}`);
  }
}

function tellFault({ command, index, kind, args, faults }: CommandFault): void {
  say(`${command}, case ${index} (${kind}): ${faults.join('; ')}\n  ${args}`);
}

function tellCommand(command: string, { cases, outcomes, slowest, faults }: CommandTally): void {
  say(`${command}: ${cases} cases, ${faults.length} with findings`);
  for (const [what, count] of Object.entries(outcomes).sort(([, a], [, b]) => b - a)) say(`  ${count}\t${what}`);
  for (const { ended, memory, index, kind } of slowest.slice(0, 5)) {
    say(`  slow: ${(ended / 1000).toFixed(1)} s, ${Math.round(memory)} MiB, case ${index} (${kind})`);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
