/**
 * Figures of music: how full it is, and whether what sounds together is a chord.
 *
 * @module
 */
import { checkObject } from '../../check.ts';
import { atOnce, type InParts } from '../../in-parts.ts';
import { activeRange } from '../../math/bits/active-bits.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { checkRoll, pitchCount } from '../../roll/roll-shape.ts';

/** Figures of one or more rolls. */
export interface RollStatistics {
  /** Steps of all rolls. */
  readonly steps: number;
  /** Steps at which something is held. */
  readonly soundingSteps: number;
  /** Notes held at a step, mean over all steps. */
  readonly notesPerStep: number;
  /** Share of the sounding steps whose pitch classes are a chord, see `isChord`. */
  readonly chordShare: number;
}

/**
 * Intervals above the root: major, minor, diminished, augmented; dominant, major and minor seventh. Half-diminished and
 * diminished sevenths are not among them.
 */
const CHORDS: readonly (readonly number[])[] = [
  [0, 4, 7],
  [0, 3, 7],
  [0, 3, 6],
  [0, 4, 8],
  [0, 4, 7, 10],
  [0, 4, 7, 11],
  [0, 3, 7, 10],
];

/** shape [4096]: whether a set of pitch classes, one bit each, is a chord. */
const IS_CHORD: Uint8Array = chordTable();

function chordTable(): Uint8Array {
  const table = new Uint8Array(4096);
  for (const chord of CHORDS) {
    for (let root = 0; root < 12; root++) {
      const classes = chord.map((interval) => 1 << ((root + interval) % 12));
      const all = classes.reduce((set, bit) => set | bit, 0);
      table[all] = 1;
      if (classes.length === 4) for (const bit of classes) table[all & ~bit] = 1;
    }
  }
  return table;
}

/**
 * Whether pitch classes (bit 0 is C) are a major, minor, diminished or augmented triad, a dominant, major or minor seventh
 * chord, or three notes of one of these.
 */
export function isChord(pitchClasses: number): boolean {
  return IS_CHORD[pitchClasses] === 1;
}

/** Figures of all rolls together. Shares of nothing are 0. */
export function rollStatistics(rolls: Iterable<PianoRoll>): RollStatistics {
  checkObject('rolls', rolls, 'rolls');
  return atOnce(rollStatisticsInParts([...rolls]));
}

/** Steps between two parts: less than a tenth of a second. */
const STEPS_A_PART = 16384;

/** {@link rollStatistics} in parts. */
export function* rollStatisticsInParts(rolls: readonly PianoRoll[]): InParts<RollStatistics> {
  let steps = 0;
  let soundingSteps = 0;
  let held = 0;
  let chords = 0;
  const active = new Uint32Array(128);
  for (const [r, roll] of rolls.entries()) {
    checkRoll('rolls', roll);
    // Asked once: a roll may have to unpack them.
    const { bits } = roll;
    const { low } = roll.pitches;
    const pitches = pitchCount(roll.pitches);
    steps += roll.steps;
    for (let step = 0; step < roll.steps; step++) {
      const count = activeRange(active, bits, step * 2 * pitches, pitches);
      let classes = 0;
      for (let n = 0; n < count; n++) classes |= 1 << ((low + (active[n] ?? 0)) % 12);
      held += count;
      if (classes !== 0) soundingSteps++;
      if (isChord(classes)) chords++;
      if ((step + 1) % STEPS_A_PART === 0) yield (r + step / roll.steps) / rolls.length;
    }
    yield (r + 1) / rolls.length;
  }
  return {
    steps,
    soundingSteps,
    notesPerStep: steps === 0 ? 0 : held / steps,
    chordShare: soundingSteps === 0 ? 0 : chords / soundingSteps,
  };
}
