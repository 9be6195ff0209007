/**
 * From rolls to what the machine is trained on.
 *
 * @module
 */
import { checkInteger, checkObject } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { type GroupedRows, wordsFor } from '../math/bit-rows.ts';
import { copyBits } from '../math/copy-bits.ts';
import type { PianoRoll } from './piano-roll.ts';
import { bitsPerStep, checkBits, checkRolls } from './roll-shape.ts';

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
 * Lays windows over rolls: rows of bits, a group for each roll. Every step is in some window (if `stride` is not above `steps`): a roll's last window may reach
 * past its end, where all is silent, and a roll shorter than a window has one. Only a roll of no steps has none.
 *
 * The bits are stored once however much the windows overlap. Each roll begins on a word.
 *
 * @throws {HarmoniumError} `option-range`; `length` if a roll has too few bits; `roll-mixed` unless all rolls have the same grid and pitches; `roll-too-long`
 * unless all bits can be numbered with 32 bits
 */
export function cutWindows(
  rolls: readonly PianoRoll[],
  shape: WindowShape,
  change?: RollChange,
  memory?: BitMemory,
): GroupedRows {
  checkRolls(rolls);
  checkObject('shape', shape, 'steps and stride');
  checkInteger('steps', shape.steps, 1, 16777215);
  checkInteger('stride', shape.stride, 1, 16777215);
  const counts = rolls.map(({ steps }) =>
    steps === 0 ? 0 : 1 + Math.ceil(Math.max(0, steps - shape.steps) / shape.stride),
  );
  return layWindows(rolls, shape, counts, change, memory);
}

/**
 * Lays windows as the original program of 2017 does: 15 rows each, end to end, what is left over at the end cut off, and
 * none for rolls of 50 rows or fewer.
 *
 * It trains on all of a roll's windows but the first (row `groups[r]`): its loop over a song's windows begins at 1.
 *
 * @throws {HarmoniumError} as {@link cutWindows}
 */
export function articleWindows(rolls: readonly PianoRoll[], change?: RollChange, memory?: BitMemory): GroupedRows {
  checkRolls(rolls);
  const counts = rolls.map(({ steps }) => (steps <= 50 ? 0 : Math.floor(steps / ARTICLE_STEPS)));
  return layWindows(rolls, { steps: ARTICLE_STEPS, stride: ARTICLE_STEPS }, counts, change, memory);
}

/** Lays `counts[r]` windows over roll `r`. */
function layWindows(
  rolls: readonly PianoRoll[],
  shape: WindowShape,
  counts: readonly number[],
  change: RollChange | undefined,
  memory: BitMemory = (words) => new Uint32Array(words),
): GroupedRows {
  const first = rolls[0];
  if (first === undefined) {
    throw new HarmoniumError('roll-mixed', 'nothing to cut windows from', {
      expected: 'at least one roll',
      got: 'none',
    });
  }
  for (const roll of rolls) checkAlike(first, roll);
  const width = bitsPerStep(first.pitches);

  const bases: number[] = [];
  const groups = new Uint32Array(rolls.length + 1);
  let words = 0;
  let rows = 0;
  for (const [r, count] of counts.entries()) {
    bases.push(words * 32);
    words += count === 0 ? 0 : wordsFor(((count - 1) * shape.stride + shape.steps) * width);
    rows += count;
    groups[r + 1] = rows;
    checkBits(words * 32, `the data up to roll ${r}`);
  }

  const bits = memory(words);
  const starts = new Uint32Array(rows);
  let row = 0;
  for (const [r, roll] of rolls.entries()) {
    const count = counts[r] ?? 0;
    const base = bases[r] ?? 0;
    if (count === 0) continue;
    const used = Math.min(roll.steps, (count - 1) * shape.stride + shape.steps);
    copyBits(bits, base, (change?.(roll, r) ?? roll).bits, 0, used * width);
    for (let n = 0; n < count; n++) starts[row++] = base + n * shape.stride * width;
  }
  return { bits, starts, columns: shape.steps * width, groups };
}

/** Fails with `roll-mixed` unless two rolls have the same grid and pitches. */
export function checkAlike(first: PianoRoll, other: PianoRoll): void {
  if (spell(first) === spell(other)) return;
  throw new HarmoniumError('roll-mixed', 'rolls that go together', { expected: spell(first), got: spell(other) });
}

function spell({ grid, pitches }: PianoRoll): string {
  return `grid ${grid}, pitches ${pitches.low}–${pitches.high}`;
}
