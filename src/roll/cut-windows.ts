/**
 * Cutting rolls into windows: the rows of bits that the machine is trained on.
 *
 * @module
 */
import { checkEach, checkInteger, checkObject } from '../check.ts';
import { atOnce, type InParts } from '../in-parts.ts';
import { type GroupedRows, wordsFor } from '../math/bits/bit-rows.ts';
import { type Allocator, ordinaryArrays } from '../math/memory/allocator.ts';
import type { PianoRoll, PitchRange } from './piano-roll.ts';
import { bitsPerStep, checkBits, checkRolls, STEP_LIMIT } from './roll-shape.ts';

/** Length of the original program's windows, in steps. */
export const ARTICLE_STEPS = 15;

/** Sizes in steps of the rolls. */
export interface WindowShape {
  /** Length of a window, ≥ 1. */
  readonly steps: number;
  /** Distance between the starts of neighbouring windows, ≥ 1. */
  readonly stride: number;
}

/**
 * Maps roll number `index` before its bits are copied, for example to a transposed copy, whose memory may be reused for the next
 * roll. Steps, grid and pitches must not change.
 */
export type RollChange = (roll: PianoRoll, index: number) => PianoRoll;

/**
 * Cuts rolls into windows: a row of bits for each window, a group of rows for each roll. Every step lies in a window if
 * `stride` ≤ `steps`: a roll's last window may extend past its end, padded with silence. A roll shorter than a window gives one
 * window, an empty roll none.
 *
 * Overlapping windows share their bits. Each roll begins at a word boundary.
 *
 * @param change - applied to each roll before its bits are copied
 * @param allocate - allocates the bits; ordinary arrays by default
 * @returns rows of `steps` · 2 · pitches columns
 * @throws {HarmoniumError} `option-range`; `length` if a roll has too few bits; `roll-mixed` unless all rolls have the same grid and
 * pitches; `roll-too-long` from 2³² bits on
 */
export function cutWindows(
  rolls: readonly PianoRoll[],
  shape: WindowShape,
  change?: RollChange,
  allocate?: Allocator,
): GroupedRows {
  const { pitches } = checkRolls(rolls);
  checkObject('shape', shape, 'steps and stride');
  checkEach(checkInteger, shape, { steps: [1, STEP_LIMIT], stride: [1, STEP_LIMIT] });
  return layWindows(rolls, { ...shape, pitches, windows: 'all' }, change, allocate);
}

/**
 * Cuts windows as the original program of 2017 does: 15 steps each without overlap, the remainder dropped, and none for rolls of
 * up to 50 steps.
 *
 * The original trains on all windows of a roll except the first (row `groups[r]`): its loop begins at 1.
 *
 * @throws {HarmoniumError} as {@link cutWindows}
 */
export function articleWindows(rolls: readonly PianoRoll[], change?: RollChange, allocate?: Allocator): GroupedRows {
  const { pitches } = checkRolls(rolls);
  const shape = { steps: ARTICLE_STEPS, stride: ARTICLE_STEPS };
  return layWindows(rolls, { ...shape, pitches, windows: 'article' }, change, allocate);
}

/** {@link cutWindows} or {@link articleWindows}, without checks. */
function layWindows(...given: Parameters<typeof layWindowsInParts>): GroupedRows {
  return atOnce(layWindowsInParts(...given));
}

/** {@link cutWindows} or {@link articleWindows} of rolls with these pitches, in parts, without checks: it yields after each roll. */
export function* layWindowsInParts(
  rolls: readonly PianoRoll[],
  {
    steps,
    stride,
    pitches,
    windows,
  }: WindowShape & { readonly pitches: PitchRange; readonly windows: 'all' | 'article' },
  change: RollChange | undefined,
  allocate: Allocator = ordinaryArrays,
): InParts<GroupedRows> {
  const width = bitsPerStep(pitches);

  const spans: number[] = [];
  const starts: number[] = [];
  const groups = [0];
  let words = 0;
  for (const roll of rolls) {
    let count = roll.steps === 0 ? 0 : 1 + Math.ceil(Math.max(0, roll.steps - steps) / stride);
    if (windows === 'article') count = roll.steps <= 50 ? 0 : Math.floor(roll.steps / steps);
    const span = count === 0 ? 0 : (count - 1) * stride + steps;
    for (let n = 0; n < count; n++) starts.push(words * 32 + n * stride * width);
    spans.push(span);
    groups.push(starts.length);
    words += wordsFor(span * width);
    checkBits(words * 32);
  }

  const bits = allocate(Uint32Array, words);
  let base = 0;
  for (const [r, roll] of rolls.entries()) {
    const span = spans[r] ?? 0;
    if (span === 0) continue;
    const used = Math.min(roll.steps, span) * width;
    const last = base + wordsFor(used) - 1;
    bits.set((change?.(roll, r) ?? roll).bits.subarray(0, wordsFor(used)), base);
    // The roll's last word may have bits beyond its end.
    bits[last] = (bits[last] ?? 0) & (-1 << (-used & 31));
    base += wordsFor(span * width);
    yield (r + 1) / rolls.length;
  }
  return { bits, starts: Uint32Array.from(starts), columns: steps * width, groups: Uint32Array.from(groups) };
}
