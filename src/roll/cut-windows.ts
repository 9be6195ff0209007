/**
 * From rolls to what the machine is trained on.
 *
 * @module
 */
import { checkEach, checkInteger, checkObject } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { atOnce, type InParts } from '../in-parts.ts';
import { type GroupedRows, wordsFor } from '../math/bits/bit-rows.ts';
import type { PianoRoll } from './piano-roll.ts';
import { bitsPerStep, checkBits, checkRolls, MOST_STEPS } from './roll-shape.ts';

/** Length of the original program's windows, in steps. */
export const ARTICLE_STEPS = 15;

/** How to cut, in steps of the rolls. */
export interface WindowShape {
  /** Length of a window, ≥ 1. */
  readonly steps: number;
  /** From the start of one window to the start of the next, ≥ 1. */
  readonly stride: number;
}

/**
 * What becomes of roll number `index` as it is laid, one after another: a copy that is moved, say, whose memory may be used for
 * the next one again. Steps, grid and pitches must stay.
 */
export type RollChange = (roll: PianoRoll, index: number) => PianoRoll;

/** Memory for so many words of bits, all 0: shared memory, say. */
export type BitMemory = (words: number) => Uint32Array;

/**
 * Lays windows over rolls: rows of bits, a group for each roll. Every step is in some window (if `stride` is not above `steps`):
 * a roll's last window may reach past its end, where all is silent, and a roll shorter than a window has one. Only a roll of no
 * steps has none.
 *
 * The bits are stored once however much the windows overlap. Each roll begins on a word.
 *
 * @throws {HarmoniumError} `option-range`; `length` if a roll has too few bits; `roll-mixed` unless all rolls have the same grid
 * and pitches; `roll-too-long` unless all bits can be numbered with 32 bits
 */
export function cutWindows(rolls: readonly PianoRoll[], shape: WindowShape): GroupedRows {
  checkRolls(rolls);
  checkObject('shape', shape, 'steps and stride');
  checkEach(checkInteger, shape, { steps: [1, MOST_STEPS], stride: [1, MOST_STEPS] });
  return atOnce(layWindowsInParts(rolls, { ...shape, windows: 'all' }));
}

/**
 * Lays windows as the original program of 2017 does: 15 rows each, end to end, what is left over at the end cut off, and
 * none for rolls of 50 rows or fewer.
 *
 * It trains on all of a roll's windows but the first (row `groups[r]`): its loop over a song's windows begins at 1.
 *
 * @throws {HarmoniumError} as {@link cutWindows}
 */
export function articleWindows(rolls: readonly PianoRoll[]): GroupedRows {
  checkRolls(rolls);
  return atOnce(layWindowsInParts(rolls, { steps: ARTICLE_STEPS, stride: ARTICLE_STEPS, windows: 'article' }));
}

/**
 * {@link cutWindows} or {@link articleWindows} in parts, of rolls and a shape that have been checked: it yields after each roll.
 *
 * @param change - what becomes of each roll first
 * @param memory - where the bits are to be, if not in memory of their own
 */
export function* layWindowsInParts(
  rolls: readonly PianoRoll[],
  { steps, stride, windows }: WindowShape & { readonly windows: 'all' | 'article' },
  change?: RollChange,
  memory: BitMemory = (words) => new Uint32Array(words),
): InParts<GroupedRows> {
  const first = rolls[0];
  if (first === undefined) {
    throw new HarmoniumError('roll-mixed', 'rolls', {
      expected: 'at least one roll',
      got: 'none',
    });
  }
  for (const roll of rolls) checkAlike(first, roll);
  const width = bitsPerStep(first.pitches);

  const spans: number[] = [];
  const starts: number[] = [];
  const groups = [0];
  let words = 0;
  for (const [r, roll] of rolls.entries()) {
    let count = roll.steps === 0 ? 0 : 1 + Math.ceil(Math.max(0, roll.steps - steps) / stride);
    if (windows === 'article') count = roll.steps <= 50 ? 0 : Math.floor(roll.steps / steps);
    const span = count === 0 ? 0 : (count - 1) * stride + steps;
    for (let n = 0; n < count; n++) starts.push(words * 32 + n * stride * width);
    spans.push(span);
    groups.push(starts.length);
    words += wordsFor(span * width);
    checkBits(words * 32, `the data up to roll ${r}`);
  }

  const bits = memory(words);
  let base = 0;
  for (const [r, roll] of rolls.entries()) {
    const span = spans[r] ?? 0;
    if (span === 0) continue;
    const used = Math.min(roll.steps, span) * width;
    const last = base + wordsFor(used) - 1;
    bits.set((change?.(roll, r) ?? roll).bits.subarray(0, wordsFor(used)), base);
    // What a roll's last word holds behind its end is no music.
    bits[last] = (bits[last] ?? 0) & (-1 << (-used & 31));
    base += wordsFor(span * width);
    yield (r + 1) / rolls.length;
  }
  return { bits, starts: Uint32Array.from(starts), columns: steps * width, groups: Uint32Array.from(groups) };
}

/** Fails with `roll-mixed` unless two rolls have the same grid and pitches. */
export function checkAlike(first: PianoRoll, other: PianoRoll): void {
  if (spell(first) === spell(other)) return;
  throw new HarmoniumError('roll-mixed', 'rolls', { expected: spell(first), got: spell(other) });
}

function spell({ grid, pitches }: PianoRoll): string {
  return `grid ${grid}, pitches ${pitches.low}–${pitches.high}`;
}
