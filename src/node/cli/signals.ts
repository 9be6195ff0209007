/**
 * Ctrl-C and its like.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { EXIT } from './exit-code.ts';
import { printMessage } from './terminal.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const DEAF_MS = 50;
let heard = performance.now();
let work: 'ends at once' | 'ends itself' | 'is to end' = 'ends at once';

/**
 * Ends the program with code 130 on SIGINT and SIGTERM. It happens where the program pauses, never while a file is being
 * written, so nothing half-written is left. Work that has something to save ends itself, see {@link endItself}; a second
 * signal is the system's, which ends the program wherever it is.
 */
export function exitOnSignals(): void {
  const end = (): void => {
    for (const signal of SIGNALS) process.removeListener(signal, end);
    if (work === 'ends itself') work = 'is to end';
    else exitInterrupted('interrupted');
  };
  for (const signal of SIGNALS) process.on(signal, end);
}

/**
 * From now on a signal does not end the program: the work asks {@link isInterrupted} where it pauses, saves what there is, and
 * ends by {@link exitInterrupted}. Or it is done, calls the function that it got, and signals end the program again.
 */
export function endItself(): () => void {
  work = 'ends itself';
  return () => {
    if (isInterrupted()) exitInterrupted('interrupted');
    work = 'ends at once';
  };
}

/** Whether a signal has come. */
export function isInterrupted(): boolean {
  return work === 'is to end';
}

/** Ends the program with code 130. */
export function exitInterrupted(words: string): never {
  printMessage(words);
  process.exit(EXIT.interrupted);
}

/** Pauses in long work so that signals are heard: call it often, it rests every 50 ms only. */
export async function yieldToEvents(): Promise<void> {
  if (performance.now() - heard < DEAF_MS) return;
  await setImmediate();
  heard = performance.now();
}
