/**
 * From cells to notes, still in steps.
 *
 * @module
 */
import { activeRange } from '../math/active-bits.ts';
import type { PianoRoll } from './piano-roll.ts';
import { pitchCount } from './roll-shape.ts';

/** A pitch held from one step on for some steps. */
export interface Bar {
  readonly pitch: number;
  readonly start: number;
  /** In steps, ≥ 1. */
  readonly length: number;
}

/**
 * The notes of a roll, by pitch, lowest first, then by step.
 *
 * A note begins where a pitch is held that was not, struck or not, and where a held pitch is struck again. It ends where
 * the pitch is no longer held, where it is struck again, or with the roll. A pitch that is struck but not held is nothing.
 */
export function heldBars({ bits, steps, pitches }: PianoRoll): Bar[] {
  const count = pitchCount(pitches);
  const bars: Bar[][] = Array.from({ length: count }, () => []);
  // Step by step, since most cells are off: their pitches are never looked at.
  let [before, now] = [new Uint32Array(count), new Uint32Array(count)];
  let sounding = 0;
  const struck = new Uint32Array(count);
  /** The step at which the sounding note of each pitch began, or -1. */
  const starts = new Int32Array(count).fill(-1);
  /** The last step, from 1, at which each pitch was held, and struck. */
  const [heldAt, struckAt] = [new Uint32Array(count), new Uint32Array(count)];
  for (let step = 0; step <= steps; step++) {
    const first = step * 2 * count;
    const held = step < steps ? activeRange(now, bits, first, count) : 0;
    const strikes = step < steps ? activeRange(struck, bits, first + count, count) : 0;
    for (let k = 0; k < held; k++) heldAt[now[k] ?? 0] = step + 1;
    for (let k = 0; k < strikes; k++) struckAt[struck[k] ?? 0] = step + 1;
    for (let k = 0; k < sounding; k++) {
      const n = before[k] ?? 0;
      if (heldAt[n] === step + 1 && struckAt[n] !== step + 1) continue;
      const start = starts[n] ?? 0;
      bars[n]?.push({ pitch: pitches.low + n, start, length: step - start });
      starts[n] = -1;
    }
    for (let k = 0; k < held; k++) {
      const n = now[k] ?? 0;
      if (starts[n] === -1) starts[n] = step;
    }
    [before, now] = [now, before];
    sounding = held;
  }
  return bars.flat();
}
