/**
 * What a piece of work takes.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { takeAllocations } from './allocations.ts';

/** From here on a case is measured again, and its memory with it: nobody fills 64 MB in less. */
const LONG_MS = 20;

/** What came of work, and what it took. */
export interface Measured<T> {
  readonly result: T;
  /**
   * The least of the clock's and the processor's time, and of two runs if the first took long: the machine may be busy
   * with other things.
   */
  readonly milliseconds: number;
  /** The most that the process grew by, or the typed arrays asked for, whichever is more. */
  readonly bytes: number;
}

/** Does `work`, and does it again from a clean start if it takes long. */
export function measure<T>(work: () => T): Measured<T> {
  takeAllocations();
  const started = now();
  let result = work();
  let milliseconds = since(started);
  let bytes = takeAllocations();
  if (milliseconds >= LONG_MS) {
    globalThis.gc?.();
    const before = resetPeak();
    const again = now();
    result = work();
    milliseconds = Math.min(milliseconds, since(again));
    bytes = Math.max(bytes, process.resourceUsage().maxRSS * 1024 - before);
  }
  return { result, milliseconds, bytes };
}

interface Moment {
  readonly clock: number;
  readonly processor: NodeJS.CpuUsage;
}

function now(): Moment {
  return { clock: performance.now(), processor: process.cpuUsage() };
}

function since({ clock, processor }: Moment): number {
  const { user, system } = process.cpuUsage(processor);
  return Math.min(performance.now() - clock, (user + system) / 1000);
}

/** Lets the process's peak begin anew where it is, and gives that in bytes. Only Linux can. */
function resetPeak(): number {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return process.memoryUsage.rss();
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
