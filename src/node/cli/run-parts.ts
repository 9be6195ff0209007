/**
 * Runs long work of the library in parts: with progress, and open to signals.
 *
 * @module
 */
import type { InParts } from '../../in-parts.ts';
import { showProgress } from './progress.ts';
import { yieldToEvents } from './signals.ts';

/** Runs work that comes in parts. Between two parts it handles signals and calls `onShare` with the share that is done. */
export async function runParts<T>(work: InParts<T>, onShare: (share: number) => void = () => {}): Promise<T> {
  for (let next = work.next(); ; next = work.next()) {
    // Also for work of a single part: a command may run thousands of those.
    await yieldToEvents();
    if (next.done === true) return next.value;
    onShare(next.value);
  }
}

/** Like {@link runParts}, with progress under a title, unless `silent`. */
export async function runWithProgress<T>(
  title: string,
  silent: boolean,
  work: InParts<T>,
  note: string = '',
): Promise<T> {
  const progress = showProgress(title, silent);
  const result = await runParts(work, (share) => progress.update(share, 1, note));
  progress.end();
  return result;
}
