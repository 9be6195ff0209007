/**
 * Ctrl-C and its like.
 *
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { EXIT } from './exit-code.ts';
import { say } from './terminal.ts';

const DEAF_MS = 50;
let heard = performance.now();

/**
 * Ends the program with code 130 on SIGINT and SIGTERM. It happens where the program pauses, never while a file is being
 * written, so nothing half-written is left.
 */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say('interrupted');
      process.exit(EXIT.interrupted);
    });
  }
}

/** Pauses in long work so that signals are heard: call it often, it rests every 50 ms only. */
export async function breathe(): Promise<void> {
  if (performance.now() - heard < DEAF_MS) return;
  await setImmediate();
  heard = performance.now();
}
