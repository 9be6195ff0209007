/**
 * Ticks to seconds.
 *
 * @module
 */
import type { Song } from './song.ts';
import { DEFAULT_TEMPO } from './tempo.ts';

/**
 * A function from ticks to seconds, with the results of `secondsAt` in `midi/tempo`. The tempo map is built once, so a look-up
 * takes logarithmic time in the number of tempo changes.
 */
export function songClock(song: Song): (tick: number) => number {
  const ticks = [0];
  // Sums of ticks × microseconds, whole numbers up to 2⁵³: divided once at the end.
  const sums = [0];
  const tempos = [60000000 / DEFAULT_TEMPO];
  for (const { tick, microsecondsPerQuarter } of [...song.tempos].sort((a, b) => a.tick - b.tick)) {
    const last = ticks.length - 1;
    sums.push((sums[last] ?? 0) + (tick - (ticks[last] ?? 0)) * (tempos[last] ?? 0));
    ticks.push(tick);
    tempos.push(microsecondsPerQuarter);
  }
  return (tick) => {
    let low = 0;
    let high = ticks.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((ticks[middle] ?? 0) <= tick) low = middle;
      else high = middle;
    }
    return ((sums[low] ?? 0) + (tick - (ticks[low] ?? 0)) * (tempos[low] ?? 0)) / song.ppq / 1000000;
  };
}
