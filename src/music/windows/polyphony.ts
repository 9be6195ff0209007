/**
 * How many notes sound at a time in the music that a model has learnt.
 *
 * A machine of independent visible units knows that about four notes sound, and samples two to six of them. Where the
 * music always has four voices, as in chorales, the difference is clearly audible.
 *
 * @module
 */
import { activeBits } from '../../math/bits/active-bits.ts';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { sigmoid } from '../../math/functions/sigmoid.ts';
import { keepLargest } from './top-k.ts';

/** Polyphony is steady if so large a share of the steps have the same number of notes. Spelled out: a bundler keeps an unused `2 / 3`. */
const STEADY_SHARE = 0.6666666666666666;

/** How many steps of windows hold 0, 1, 2, … notes, up to the most that any holds. Other units may follow a window's. */
export function polyphonyCounts(rows: BitRows, steps: number, pitches: number): number[] {
  const counts: number[] = [];
  const active = new Uint32Array(rows.columns);
  const held = new Uint32Array(steps);
  for (let row = 0; row < rows.starts.length; row++) {
    held.fill(0);
    const count = activeBits(active, rows, row);
    for (const unit of active.subarray(0, count)) {
      const step = Math.floor(unit / (2 * pitches));
      // What lies beyond the steps is ignored, as everything written beyond the end of a typed array.
      if (unit % (2 * pitches) < pitches) held[step]! += 1;
    }
    for (const notes of held) counts[notes] = (counts[notes] ?? 0) + 1;
  }
  // A number of notes that no step has is a hole in the list.
  return Array.from(counts, (count) => count ?? 0);
}

/** Whether music with these counts has a steady polyphony. */
export function isSteadyPolyphony(counts: readonly number[]): boolean {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total > 0 && Math.max(...counts) >= STEADY_SHARE * total;
}

/**
 * How many of the held cells from `first` on sound: the chance of each number by their own probabilities, times how common
 * the number is in the music; of this distribution the
 * value at `quantile`, 0–1. A window takes one quantile for all its steps, so the number changes with the music and not by chance.
 *
 * @param probability - that each cell sounds; 1 or 0 where that is settled
 * @param counts - how many steps of the music hold 0, 1, 2, … notes
 * @param chances - shape [as counts], overwritten
 */
export function polyphonyAt(
  probability: Float64Array,
  first: number,
  pitches: number,
  counts: readonly number[],
  quantile: number,
  chances: Float64Array,
): number {
  // After each cell, chances[n] is that of n sounding cells among those seen.
  chances.fill(0);
  chances[0] = 1;
  for (let cell = first; cell < first + pitches; cell++) {
    const p = probability[cell] ?? 0;
    for (let n = chances.length - 1; n > 0; n--) {
      chances[n] = (chances[n] ?? 0) * (1 - p) + (chances[n - 1] ?? 0) * p;
    }
    chances[0] = (chances[0] ?? 0) * (1 - p);
  }
  let total = 0;
  for (const [n, count] of counts.entries()) {
    chances[n] = (chances[n] ?? 0) * count;
    total += chances[n] ?? 0;
  }
  let sum = 0;
  let likely = 0;
  for (const [n, chance] of chances.entries()) {
    if (chance === 0) continue;
    likely = n;
    sum += chance;
    if (sum > quantile * total) break;
  }
  return likely;
}

/**
 * Lists the likeliest cells, the held ones counted step by step: as many at each as {@link polyphonyAt} says; the struck ones
 * among them over all steps, N = round(Σ p).
 *
 * @param active - shape [≥ visible], overwritten: the units that are on, ascending
 * @param input - shape [visible], in nats: a step's `pitches` held cells, then its struck ones, and so on
 * @param counts - how many steps of the music hold 0, 1, 2, … notes
 * @param quantile - 0–1, the same for all steps
 * @returns how many are on
 */
export function chooseByPolyphony(
  active: Uint32Array,
  input: Float64Array,
  pitches: number,
  inverse: number,
  counts: readonly number[],
  quantile: number,
): number {
  const probability = input.map((nats) => sigmoid(inverse * nats));
  const chances = new Float64Array(counts.length);
  let kept = 0;
  let struckSum = 0;
  for (let first = 0; first < input.length; first += 2 * pitches) {
    for (let n = 0; n < pitches; n++) {
      active[kept + n] = first + n;
      struckSum += probability[first + pitches + n] ?? 0;
    }
    const notes = polyphonyAt(probability, first, pitches, counts, quantile, chances);
    kept += keepLargest(active, kept, pitches, notes, input);
  }
  for (let k = 0; k < kept; k++) active[kept + k] = (active[k] ?? 0) + pitches;
  const count = kept + keepLargest(active, kept, kept, Math.round(struckSum), input);
  active.subarray(0, count).sort();
  return count;
}
