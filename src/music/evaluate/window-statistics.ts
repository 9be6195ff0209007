/**
 * What there is to measure in windows of music.
 *
 * @module
 */
import { getBit } from '../../math/bits/bit-rows.ts';
import { bitsPerStep, DEFAULT_PITCHES, pitchCount } from '../../roll/roll-shape.ts';
import { MAJOR_SCALE } from '../theory/key.ts';
import { JUDGED_GRID, JUDGED_STEPS } from './judged-roll.ts';
import { isChord } from './statistics.ts';
import { WINDOW_WORDS, type WindowSet } from './window-set.ts';

/**
 * Figures that each window has by itself:
 * `poly`, `polysd` held notes a step, mean and standard deviation; `ons` onsets a beat; `chord` share of the sounding steps
 * that are a chord (`isChord`); `clash` share of the sounding steps with two pitch classes a semitone apart; `scale` share
 * of the held cells in the best major scale; `empty` share of silent steps; `npc` pitch classes a step; `dur` steps a
 * note; `pitch` mean pitch of the held cells; `onbeat` share of the onsets on a beat. Shares of nothing are 0.
 */
export const WINDOW_FIGURES = [
  'poly',
  'polysd',
  'ons',
  'chord',
  'clash',
  'scale',
  'empty',
  'npc',
  'dur',
  'pitch',
  'onbeat',
] as const;

export type WindowFigure = (typeof WINDOW_FIGURES)[number];

/** Figures of each window, and of all together. */
export interface WindowStatistics {
  /** shape [windows] each */
  readonly each: Readonly<Record<WindowFigure, Float64Array>>;
  /** shape [12]: held cells of each pitch class */
  readonly classes: Float64Array;
  /** shape [31]: steps with so many held notes, 30 and more in the last */
  readonly polyphony: Float64Array;
  /** Shares over all windows: chords and clashes of the sounding steps, steps of exactly four notes, struck cells that are not held. */
  readonly chord: number;
  readonly clash: number;
  readonly four: number;
  readonly bad: number;
  /** Steps a note, over all windows. */
  readonly dur: number;
}

const PITCHES = pitchCount(DEFAULT_PITCHES);
const WIDTH = bitsPerStep(DEFAULT_PITCHES);
const MOST_NOTES = 30;

/** Measures windows. */
export function windowStatistics(windows: WindowSet): WindowStatistics {
  const { count } = windows;
  const figures = Object.fromEntries(WINDOW_FIGURES.map((name) => [name, new Float64Array(count)]));
  const each = figures as Record<WindowFigure, Float64Array>;
  const classes = new Float64Array(12);
  const polyphony = new Float64Array(MOST_NOTES + 1);
  const sum = { sounding: 0, chords: 0, clashes: 0, held: 0, struck: 0, notes: 0, bad: 0 };
  for (let n = 0; n < count; n++) {
    const counts = measure(windows.words.subarray(n * WINDOW_WORDS, (n + 1) * WINDOW_WORDS));
    const { poly, held, struck, notes, sounding } = counts;
    each.poly[n] = held / JUDGED_STEPS;
    each.polysd[n] = deviation(poly, held / JUDGED_STEPS);
    each.ons[n] = (struck / JUDGED_STEPS) * JUDGED_GRID;
    each.chord[n] = counts.chords / Math.max(1, sounding);
    each.clash[n] = counts.clashes / Math.max(1, sounding);
    each.scale[n] = bestScale(counts.classes) / Math.max(1, held);
    each.empty[n] = 1 - sounding / JUDGED_STEPS;
    each.npc[n] = counts.classSteps / JUDGED_STEPS;
    each.dur[n] = held / Math.max(1, notes);
    each.pitch[n] = counts.pitchSum / Math.max(1, held);
    each.onbeat[n] = counts.onBeat / Math.max(1, struck);
    for (const [k, cells] of counts.classes.entries()) classes[k] = (classes[k] ?? 0) + cells;
    for (const now of poly) {
      const bin = Math.min(MOST_NOTES, now);
      polyphony[bin] = (polyphony[bin] ?? 0) + 1;
    }
    sum.sounding += sounding;
    sum.chords += counts.chords;
    sum.clashes += counts.clashes;
    sum.held += held;
    sum.struck += struck;
    sum.notes += notes;
    sum.bad += counts.bad;
  }
  return {
    each,
    classes,
    polyphony,
    chord: sum.chords / Math.max(1, sum.sounding),
    clash: sum.clashes / Math.max(1, sum.sounding),
    four: (polyphony[4] ?? 0) / Math.max(1, count * JUDGED_STEPS),
    bad: sum.bad / Math.max(1, sum.struck),
    dur: sum.held / Math.max(1, sum.notes),
  };
}

/** Counts in one window. */
interface Counts {
  /** Held notes at each step. */
  readonly poly: readonly number[];
  /** shape [12]: held cells */
  readonly classes: Float64Array;
  held: number;
  struck: number;
  /** Cells where a note begins: struck and held, or held and not held before. */
  notes: number;
  /** Cells that are struck but not held. */
  bad: number;
  onBeat: number;
  sounding: number;
  chords: number;
  clashes: number;
  /** Σ pitch classes over the steps. */
  classSteps: number;
  pitchSum: number;
}

function measure(bits: Uint32Array): Counts {
  const poly: number[] = [];
  const counts = { held: 0, struck: 0, notes: 0, bad: 0, onBeat: 0, sounding: 0, chords: 0, clashes: 0 };
  const classes = new Float64Array(12);
  const before = new Uint8Array(PITCHES);
  let classSteps = 0;
  let pitchSum = 0;
  for (let step = 0; step < JUDGED_STEPS; step++) {
    let set = 0;
    let now = 0;
    for (let p = 0; p < PITCHES; p++) {
      const held = getBit(bits, step * WIDTH + p);
      const struck = getBit(bits, step * WIDTH + PITCHES + p);
      if (struck === 1) {
        counts.struck++;
        if (step % JUDGED_GRID === 0) counts.onBeat++;
        if (held === 0) counts.bad++;
      }
      if (held === 1) {
        const pitch = DEFAULT_PITCHES.low + p;
        if (struck === 1 || before[p] === 0) counts.notes++;
        set |= 1 << (pitch % 12);
        classes[pitch % 12] = (classes[pitch % 12] ?? 0) + 1;
        pitchSum += pitch;
        now++;
      }
      before[p] = held;
    }
    poly.push(now);
    counts.held += now;
    if (now > 0) counts.sounding++;
    if (isChord(set)) counts.chords++;
    // Every pitch class moved up a semitone: does it meet another?
    if ((set & ((set << 1) | (set >>> 11)) & 0xfff) !== 0) counts.clashes++;
    for (let rest = set; rest !== 0; rest &= rest - 1) classSteps++;
  }
  return { ...counts, poly, classes, classSteps, pitchSum };
}

function deviation(values: readonly number[], mean: number): number {
  let sum = 0;
  for (const value of values) sum += (value - mean) * (value - mean);
  return Math.sqrt(sum / values.length);
}

/** The most cells that a major scale holds. */
function bestScale(classes: Float64Array): number {
  let best = 0;
  for (let tonic = 0; tonic < 12; tonic++) {
    let cells = 0;
    for (const degree of MAJOR_SCALE) cells += classes[(tonic + degree) % 12] ?? 0;
    best = Math.max(best, cells);
  }
  return best;
}
