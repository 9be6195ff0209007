/**
 * Long work of the library: watched, and interrupted if need be.
 *
 * @module
 */
import type { InParts } from '../../in-parts.ts';
import { showProgress } from './progress.ts';
import { yieldToEvents } from './signals.ts';

/** Does work that comes in parts; between two of them it listens to signals and tells `onShare` how far it is. */
export async function runParts<T>(work: InParts<T>, onShare: (share: number) => void = () => {}): Promise<T> {
  for (let next = work.next(); ; next = work.next()) {
    // Also when there is but one part: such works come by the thousand.
    await yieldToEvents();
    if (next.done === true) return next.value;
    onShare(next.value);
  }
}

/** The same with progress under a title, unless `silent`. */
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
