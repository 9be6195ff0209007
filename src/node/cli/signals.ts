/**
 * Handling of SIGINT (Ctrl-C) and SIGTERM.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { EXIT } from './exit-code.ts';
import { printMessage } from './terminal.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const MAX_BUSY_MS = 50;
let lastPause = performance.now();
/** What a signal does: it ends the program, or asks the work to end; `ending`: it has asked. */
let mode: 'end program' | 'ask work' | 'ending' = 'end program';

/**
 * Ends the program with code 130 on SIGINT and SIGTERM. This happens when the program yields to events, never while a file is
 * being written, so no file is left half-written. Work that has something to save ends itself, see {@link endItself}. A second
 * signal has the system's default effect: it ends the program at once.
 */
export function exitOnSignals(): void {
  const end = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, end);
    if (mode === 'ask work') mode = 'ending';
    else exitInterrupted('interrupted');
  };
  for (const signal of SIGNALS) process.on(signal, end);
}

/**
 * From now on a signal does not end the program. Instead, the work checks {@link isInterrupted} regularly, saves its state and
 * calls {@link exitInterrupted}. When the work is done, it calls the function that is returned here; then signals end the
 * program again.
 */
export function endItself(): () => void {
  mode = 'ask work';
  return () => {
    if (isInterrupted()) exitInterrupted('interrupted');
    mode = 'end program';
  };
}

/** Whether a signal has arrived since {@link endItself}. */
export function isInterrupted(): boolean {
  return mode === 'ending';
}

/** Prints a message and ends the program with code 130. */
export function exitInterrupted(message: string): never {
  printMessage(message);
  process.exit(EXIT.interrupted);
}

/** Lets Node handle signals during long work. Call it often: it yields at most every 50 ms. */
export async function yieldToEvents(): Promise<void> {
  if (performance.now() - lastPause < MAX_BUSY_MS) return;
  await setImmediate();
  lastPause = performance.now();
}
