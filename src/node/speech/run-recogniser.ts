/**
 * Running a speech recogniser.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { basename } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import { oneLine } from '../../math/text/shown.ts';
import { fileErrorOrThrow } from '../files/file-error.ts';

/** Seconds that a recogniser may take by default. */
export const SECONDS_AT_MOST = 120;
/** Seconds between the request to end and the kill. */
const GRACE = 2;
/** A recogniser that prints more characters does not print what was said. */
const MOST_OUTPUT = 1 << 20;
/** Characters of stderr that are kept: its end. */
const KEPT_ERRORS = 4096;

/** The exit code after SIGHUP, as shells report it. */
const HANG_UP = 129;

/** On POSIX a recogniser has its own process group, so that its own children end with it. */
const GROUPS = process.platform !== 'win32';

/**
 * Runs a program to its end and returns what it prints on stdout. It gets no stdin. If this program ends first, also by a signal,
 * the recogniser is killed.
 *
 * @param seconds - after so many it is asked to end, {@link GRACE} seconds later it is killed
 * @throws {HarmoniumError} `recogniser-start`, `recogniser-failed`, `recogniser-time` or `recogniser-output`
 */
export async function runRecogniser(program: string, args: readonly string[], seconds: number): Promise<string> {
  const name = basename(program);
  let child: ChildProcess;
  try {
    child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: GROUPS, windowsHide: true });
  } catch (error) {
    throw cannotStart(program, error);
  }
  const release = killAtExit(child);
  let [out, errors, problem] = ['', '', ''];
  const stop = (reason: string): void => {
    if (problem !== '') return;
    problem = reason;
    kill(child, 'SIGTERM');
    setTimeout(() => {
      kill(child, 'SIGKILL');
      // A child that left the process group may keep them open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, GRACE * 1000).unref();
  };
  const limit = setTimeout(() => stop('time'), seconds * 1000);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (out.length + text.length > MOST_OUTPUT) stop('output');
    else out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-KEPT_ERRORS);
  });
  // Children that it leaves would keep its output open.
  child.on('exit', () => kill(child, 'SIGKILL'));
  try {
    const [status, signal] = await ended(child);
    const last = lastLine(errors);
    if (problem === 'time') throw failure('time', `${name} was stopped after ${seconds} s`, last);
    if (problem === 'output') throw failure('output', `${name} prints more than ${MOST_OUTPUT} characters`, last);
    if (signal !== null) throw failure('failed', `${name} was killed by ${signal}`, last);
    if (status !== 0) throw failure('failed', `${name} failed with exit status ${status}`, last);
    return out;
  } catch (error) {
    throw error instanceof HarmoniumError ? error : cannotStart(program, error);
  } finally {
    clearTimeout(limit);
    release();
  }
}

/** Waits until a program has ended and its output is closed. */
function ended(child: ChildProcess): Promise<[status: number | null, signal: string | null]> {
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('close', (status, signal) => done([status, signal]));
  });
}

/**
 * Kills a program and its children when this program ends, also when its terminal is closed: that does not reach other process groups. The
 * returned function cancels that.
 */
function killAtExit(child: ChildProcess): () => void {
  const end = (): void => kill(child, 'SIGKILL');
  process.on('exit', end);
  process.on('SIGHUP', hangUp);
  return () => {
    process.removeListener('exit', end);
    process.removeListener('SIGHUP', hangUp);
  };
}

function hangUp(): never {
  process.exit(HANG_UP);
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (GROUPS) process.kill(-pid, signal);
    else child.kill(signal);
  } catch {
    // Not an error: it has ended.
  }
}

function failure(kind: 'failed' | 'time' | 'output', what: string, last: string): HarmoniumError {
  return new HarmoniumError(`recogniser-${kind}`, last === '' ? what : `${what}: ${last}`);
}

function cannotStart(program: string, error: unknown): HarmoniumError {
  return new HarmoniumError(
    'recogniser-start',
    `cannot run ${oneLine(program, 200)}: ${fileErrorOrThrow(error).message}`,
  );
}

/** The last line of a text that is not blank. */
function lastLine(text: string): string {
  return oneLine(text.trimEnd().split('\n').at(-1)?.trim() ?? '', 200);
}
