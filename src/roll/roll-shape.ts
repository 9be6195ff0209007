/**
 * Sizes of piano rolls, and checks of them.
 *
 * @module
 */
import { checkArray, checkInteger, checkList, checkObject, refuse, wrongLength } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { wordsFor } from '../math/bits/bit-rows.ts';
import type { PianoRoll, PitchRange } from './piano-roll.ts';

/** The pitches of the original program: C1 to F7, six and a half octaves. */
export const DEFAULT_PITCHES: PitchRange = { low: 24, high: 101 };

/**
 * Default maximum of steps of a song: seven hours of sixteenths at 60 beats per minute, 2 MB. The longest of 9,823 files in use has
 * 30,019. A file of 37 bytes can demand a billion.
 */
export const DEFAULT_MAX_STEPS = 100000;

/** Maximum steps of any roll. */
export const STEP_LIMIT = 16777215;

/** Minimum and maximum of steps in a quarter note. */
export const GRID_RANGE: readonly [number, number] = [1, 96];

/** Number of pitches in a range. */
export function pitchCount({ low, high }: PitchRange): number {
  return high - low + 1;
}

/** Bits in a step: two for each pitch. */
export function bitsPerStep(pitches: PitchRange): number {
  return 2 * pitchCount(pitches);
}

/** Fails with `option-range` unless the range lies within 0–127. */
export function checkPitches(pitches: PitchRange, name: string = 'pitches'): void {
  checkObject(name, pitches, 'a pitch range');
  checkInteger(`${name}.low`, pitches.low, 0, 127);
  checkInteger(`${name}.high`, pitches.high, pitches.low, 127);
}

/**
 * Checks that `roll` is a piano roll: numbers in range, and enough bits for its steps.
 *
 * @param name - its name in messages
 * @throws {HarmoniumError} `option-range`, or `length` for too few bits
 */
export function checkRoll(name: string, roll: PianoRoll): void {
  if (!roll?.pitches) refuse(name, 'a piano roll', roll);
  const { bits, steps, grid, pitches } = roll;
  checkArray(`${name}.bits`, bits, 'Uint32Array');
  checkInteger(`${name}.steps`, steps, 0, STEP_LIMIT);
  checkInteger(`${name}.grid`, grid, ...GRID_RANGE);
  checkPitches(pitches, `${name}.pitches`);
  const words = wordsFor(steps * bitsPerStep(pitches));
  if (bits.length < words) throw wrongLength(`${name}.bits`, `at least ${words} words`, bits.length);
}

/**
 * Checks that `rolls` is an array of piano rolls, at least one, all of the same grid and pitches.
 *
 * @returns the first
 * @throws {HarmoniumError} as {@link checkRoll}, of `rolls[3]`; `roll-mixed`
 */
export function checkRolls(rolls: readonly PianoRoll[]): PianoRoll {
  checkList('rolls', rolls);
  const [first] = rolls;
  if (first === undefined) throw mixed('at least one roll', 'none');
  for (const [r, roll] of rolls.entries()) {
    checkRoll(`rolls[${r}]`, roll);
    if (shapeOf(roll) !== shapeOf(first)) throw mixed(shapeOf(first), shapeOf(roll));
  }
  return first;
}

function mixed(expected: string, got: string): HarmoniumError {
  return new HarmoniumError('roll-mixed', 'rolls', { expected, got });
}

/** In words. */
function shapeOf({ grid, pitches }: PianoRoll): string {
  return `grid ${grid}, pitches ${pitches.low}–${pitches.high}`;
}

/** A silent roll of at most {@link STEP_LIMIT} steps: bit indices then fit 32 bits for any range of pitches. */
export function silentRoll(steps: number, grid: number, pitches: PitchRange): PianoRoll {
  return { bits: new Uint32Array(wordsFor(steps * bitsPerStep(pitches))), steps, grid, pitches };
}

/** Fails with `roll-too-long` from 2³² bits on: the starts of rows are 32-bit indices. */
export function checkBits(bits: number): void {
  if (bits < 4294967296) return;
  throw new HarmoniumError('roll-too-long', 'too many bits', {
    expected: 'at most 4294967295',
    got: `${bits}`,
  });
}

/** Fails with `roll-too-long` if there are more than `maxSteps` steps. */
export function checkSteps(steps: number, maxSteps: number): void {
  if (steps <= maxSteps) return;
  throw new HarmoniumError('roll-too-long', 'too many steps', {
    expected: `at most ${maxSteps} steps (maxSteps)`,
    got: `${steps}`,
    option: 'maxSteps',
  });
}
