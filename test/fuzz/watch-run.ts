/**
 * A run of the command, watched from outside.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places.ts';

const MAIN = join(ROOT, 'dist/node/main.js');

/** What is kept of stdout and of stderr. */
const MOST_TEXT = 1 << 20;

/** How often the system is asked what the run has used. */
const LOOK_MS = 50;

/** How to watch. */
export interface Watching {
  /** Sent after so many milliseconds to a run that has not ended by then. */
  readonly interruptAfter: number;
  readonly signal: NodeJS.Signals;
  /** A run that goes on for so many milliseconds after the signal is killed. */
  readonly patience: number;
}

/**
 * What was seen. Times are milliseconds from the start; the processor's time where that is less, for a busy machine lets a
 * program wait.
 */
export interface Watched {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  readonly ended: number;
  /** When stderr was first written to; Infinity if it never was. */
  readonly spoke: number;
  /** How long it went on after the signal; undefined if the run had ended before. */
  readonly afterSignal: number | undefined;
  /** The most memory that the process had, in MiB; 0 where the system does not tell. */
  readonly memory: number;
}

/** Runs the command and watches it until it ends. */
export async function watchRun(args: readonly string[], cwd: string, watching: Watching): Promise<Watched> {
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { ...process.env, NO_COLOR: '1' } });
  const started = performance.now();
  let processor = Number.POSITIVE_INFINITY;
  let memory = 0;
  const look = (): void => {
    const used = usedBy(child.pid);
    if (used === undefined) return;
    processor = used.processor;
    memory = Math.max(memory, used.memory);
  };
  const now = (): Moment => {
    look();
    return { clock: performance.now() - started, processor };
  };
  let out = '';
  let err = '';
  let spoke = Number.POSITIVE_INFINITY;
  let interrupted: Moment | undefined;
  child.stdin.end();
  child.stdout.on('data', (part: Buffer) => {
    if (out.length < MOST_TEXT) out += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    if (err === '') spoke = lasted(now());
    if (err.length < MOST_TEXT) err += part.toString();
  });
  const timers = [
    setTimeout(() => {
      interrupted = now();
      child.kill(watching.signal);
    }, watching.interruptAfter),
    setTimeout(() => child.kill('SIGKILL'), watching.interruptAfter + watching.patience),
    setInterval(look, LOOK_MS),
  ];
  const [code, killedBy] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  for (const timer of timers) clearTimeout(timer);
  const ended = now();
  const afterSignal = interrupted === undefined ? undefined : lasted(ended, interrupted);
  return { code, killedBy, out, err, ended: lasted(ended), spoke, afterSignal, memory };
}

/** Milliseconds from a run's start. */
interface Moment {
  readonly clock: number;
  /** What the processor has worked for it. */
  readonly processor: number;
}

/** Milliseconds from one moment to another: by the clock or by the processor, whichever is less. */
function lasted(to: Moment, from: Moment = { clock: 0, processor: 0 }): number {
  const clock = to.clock - from.clock;
  const processor = to.processor - from.processor;
  return Number.isFinite(processor) ? Math.min(clock, processor) : clock;
}

/** What a process has used: processor time in milliseconds, and its most memory in MiB. Only Linux tells. */
function usedBy(pid: number | undefined): { readonly processor: number; readonly memory: number } | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Hundredths of a second, behind the name in brackets: user's and system's time.
    const [user = 0, system = 0] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return { processor: 10 * (user + system), memory: Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024 };
  } catch {
    return undefined;
  }
}
