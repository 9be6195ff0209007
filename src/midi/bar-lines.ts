/**
 * Bar numbers and ticks.
 *
 * @module
 */
import { compareTicks } from './order.ts';
import type { Song } from './song.ts';

/** The bars under one time signature. */
interface MeterSpan {
  readonly tick: number;
  /** Number of its first bar, from 0. */
  readonly bar: number;
  /** Ticks in a bar; not always whole. */
  readonly length: number;
}

/** The first tick of bar number `bar`, from 0; the last time signature extends past the song's end. */
export function barStart(song: Song, bar: number): number {
  let last = FIRST;
  for (const span of meterSpans(song)) if (span.bar <= bar) last = span;
  return Math.floor(last.tick + (bar - last.bar) * last.length + 0.5);
}

/** Number of the first bar, from 0, that begins at `tick` or later. */
export function nextBar(song: Song, tick: number): number {
  let last = FIRST;
  for (const span of meterSpans(song)) if (span.tick < tick) last = span;
  return last.bar + Math.ceil((tick - last.tick) / last.length);
}

const FIRST: MeterSpan = { tick: 0, bar: 0, length: 1 };

/** A time signature always begins a bar, even in the middle of another one. Numerator 0 counts as 4/4. */
function meterSpans({ ppq, timeSignatures }: Song): MeterSpan[] {
  const list: MeterSpan[] = [{ tick: 0, bar: 0, length: 4 * ppq }];
  for (const { tick, numerator, denominator } of [...timeSignatures].sort(compareTicks)) {
    const length = numerator === 0 ? 4 * ppq : (4 * ppq * numerator) / denominator;
    const before = list[list.length - 1] ?? FIRST;
    const bar = before.bar + Math.ceil((tick - before.tick) / before.length);
    if (before.tick === tick) list.pop();
    list.push({ tick, bar, length });
  }
  return list;
}
