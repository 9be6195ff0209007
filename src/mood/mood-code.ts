/**
 * Moods as bits: what the mood units of a machine mean.
 *
 * Each axis has thresholds, and units that go through them again and again: unit u of an axis stands for threshold
 * u mod (number of thresholds), and is on if the mood exceeds it. A thermometer code, so that near moods have near codes; repeated,
 * since a few units weigh little against the thousands of a window.
 *
 * @module
 */
import { checkInteger, checkList, checkNumber, checkObject, refuse } from '../check.ts';
import type { Mood } from './mood.ts';

/** The thresholds of both axes, −1 to 1, ascending; none on an axis that says nothing. */
export interface MoodThresholds {
  /** At most 16. */
  readonly valence: readonly number[];
  /** At most 16. */
  readonly arousal: readonly number[];
}

/** What mood units mean. */
export interface MoodCode extends MoodThresholds {
  /** Units of each axis that has thresholds, 1–1,024. Those of valence come first. */
  readonly units: number;
}

const AXES = ['valence', 'arousal'] as const;
const MOST_UNITS = 1024;
const MOST_THRESHOLDS = 16;

/** How many mood units there are: 0, once or twice `units`. */
export function moodUnitCount(code: MoodCode): number {
  return AXES.reduce((sum, axis) => sum + (code[axis].length > 0 ? code.units : 0), 0);
}

/** How many thresholds of each axis a mood exceeds: its level on the axis. */
export function moodLevels(thresholds: MoodThresholds, mood: Mood): [valence: number, arousal: number] {
  const level = (axis: 'valence' | 'arousal'): number =>
    thresholds[axis].reduce((sum, threshold) => sum + (mood[axis] > threshold ? 1 : 0), 0);
  return [level('valence'), level('arousal')];
}

/**
 * The mood units that are on for a pair of levels, ascending, counted from the first mood unit.
 *
 * @param levels - of valence and arousal, from 0 to the number of thresholds
 */
export function moodUnitsOn(code: MoodCode, levels: readonly [valence: number, arousal: number]): number[] {
  const on: number[] = [];
  let first = 0;
  for (const [n, axis] of AXES.entries()) {
    const { length } = code[axis];
    if (length === 0) continue;
    for (let u = 0; u < code.units; u++) if (u % length < (levels[n] ?? 0)) on.push(first + u);
    first += code.units;
  }
  return on;
}

/** A mood in the middle of a pair of levels: halfway between its thresholds, or between the outermost one and ±1. */
export function moodOfLevels(thresholds: MoodThresholds, levels: readonly [valence: number, arousal: number]): Mood {
  const middle = (axis: 'valence' | 'arousal', level: number): number =>
    ((thresholds[axis][level - 1] ?? -1) + (thresholds[axis][level] ?? 1)) / 2;
  return { valence: middle('valence', levels[0]), arousal: middle('arousal', levels[1]) };
}

/**
 * Thresholds that divide values into groups of about the same size: each lies halfway between two neighbouring values, rounded to
 * three decimals. Where many values are equal there are fewer; if all are, none.
 *
 * @param values - −1 to 1
 * @param count - how many thresholds, at most
 */
export function thresholdsOf(values: Iterable<number>, count: number): number[] {
  const sorted = Float64Array.from(values).sort();
  const thresholds = new Set<number>();
  for (let n = 1; n <= count; n++) {
    const gap = nearestGap(sorted, Math.round((n * sorted.length) / (count + 1)));
    const middle = ((sorted[gap - 1] ?? 0) + (sorted[gap] ?? 0)) / 2;
    // Adding 0 makes 0 of −0, which a file does not tell from it.
    const rounded = Math.round(1000 * middle) / 1000 + 0;
    // Rounded, it may lie above all values or below them.
    if (gap > 0 && rounded >= (sorted[0] ?? 0) && rounded < (sorted[sorted.length - 1] ?? 0)) thresholds.add(rounded);
  }
  return [...thresholds].sort((a, b) => a - b);
}

/** The index next to `at` where a value differs from the one before it; the lower of two as near; 0 if there is none. */
function nearestGap(sorted: Float64Array, at: number): number {
  for (let distance = 0; distance < sorted.length; distance++) {
    for (const index of [at - distance, at + distance]) {
      if (index > 0 && index < sorted.length && sorted[index] !== sorted[index - 1]) return index;
    }
  }
  return 0;
}

/**
 * Fails unless a code is valid.
 *
 * @throws {HarmoniumError} `option-range` that names the field
 */
export function checkMoodCode(code: MoodCode): void {
  checkObject('moods', code, 'an object { units, valence, arousal }');
  checkInteger('moods.units', code.units, 1, MOST_UNITS);
  for (const axis of AXES) {
    const name = `moods.${axis}`;
    const thresholds = code[axis];
    checkList(name, thresholds);
    checkInteger(`${name}.length`, thresholds.length, 0, MOST_THRESHOLDS);
    for (const [n, threshold] of thresholds.entries()) {
      checkNumber(`${name}[${n}]`, threshold, -1, 1);
      if (n > 0 && threshold <= (thresholds[n - 1] ?? 0)) refuse(name, 'thresholds that ascend', thresholds.join(' '));
    }
  }
}
