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

/** How to watch. */
export interface Watching {
  /** Sent after so many milliseconds to a run that has not ended by then. */
  readonly interruptAfter: number;
  readonly signal: NodeJS.Signals;
  /** A run that goes on for so many milliseconds after the signal is killed. */
  readonly patience: number;
}

/** What was seen. Times are milliseconds from the start. */
export interface Watched {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  readonly ended: number;
  /** When stderr was first written to; Infinity if it never was. */
  readonly spoke: number;
  /** The longest silence on stderr, from the start or from one write to the next or to the end. */
  readonly silence: number;
  /** When the signal was sent, if the run had not ended. */
  readonly interrupted: number | undefined;
  /** The most memory that the process had, in MiB; 0 where the system does not tell. */
  readonly memory: number;
}

/** Runs the command and watches it until it ends. */
export async function watchRun(args: readonly string[], cwd: string, watching: Watching): Promise<Watched> {
  const started = performance.now();
  const now = (): number => performance.now() - started;
  const child = spawn(process.execPath, [MAIN, ...args], { cwd, env: { ...process.env, NO_COLOR: '1' } });
  let out = '';
  let err = '';
  let spoke = Number.POSITIVE_INFINITY;
  let last = 0;
  let silence = 0;
  child.stdin.end();
  child.stdout.on('data', (part: Buffer) => {
    if (out.length < MOST_TEXT) out += part.toString();
  });
  child.stderr.on('data', (part: Buffer) => {
    spoke = Math.min(spoke, now());
    silence = Math.max(silence, now() - last);
    last = now();
    if (err.length < MOST_TEXT) err += part.toString();
  });
  let interrupted: number | undefined;
  let memory = 0;
  const timers = [
    setTimeout(() => {
      interrupted = now();
      child.kill(watching.signal);
    }, watching.interruptAfter),
    setTimeout(() => child.kill('SIGKILL'), watching.interruptAfter + watching.patience),
    setInterval(() => {
      memory = Math.max(memory, peakMemory(child.pid));
    }, 100),
  ];
  const [code, killedBy] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  for (const timer of timers) clearTimeout(timer);
  const ended = now();
  return { code, killedBy, out, err, ended, spoke, silence: Math.max(silence, ended - last), interrupted, memory };
}

/** The most memory that a process has had, in MiB. Only Linux tells. */
function peakMemory(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
