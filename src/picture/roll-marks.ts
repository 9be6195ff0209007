/**
 * The drawable marks of a piano roll.
 *
 * @module
 */
import { activeRange } from '../math/bits/active-bits.ts';
import type { PianoRoll, PitchRange } from '../roll/piano-roll.ts';
import { type RollNote, rollNotes } from '../roll/roll-notes.ts';
import { pitchCount } from '../roll/roll-shape.ts';

/** The marks of a roll, sorted by pitch, then by step. */
export interface RollMarks {
  /** The notes. */
  readonly held: readonly RollNote[];
  /** Struck cells, held or not: raw samples have both kinds. */
  readonly struck: readonly RollNote[];
}

/** The notes and struck cells of a roll. */
export function rollMarks(roll: PianoRoll): RollMarks {
  const { bits, steps, pitches } = roll;
  const count = pitchCount(pitches);
  const struck: RollNote[][] = Array.from({ length: count }, () => []);
  const active = new Uint32Array(count);
  for (let step = 0; step < steps; step++) {
    const strikes = activeRange(active, bits, step * 2 * count + count, count);
    for (let k = 0; k < strikes; k++) {
      const n = active[k] ?? 0;
      struck[n]?.push({ pitch: pitches.low + n, start: step, length: 1 });
    }
  }
  return { held: rollNotes(roll), struck: struck.flat() };
}

/** The lowest and highest pitch of a roll's cells that are on; undefined for silence. */
export function markedPitches({ bits, steps, pitches }: PianoRoll): PitchRange | undefined {
  const count = pitchCount(pitches);
  const active = new Uint32Array(count);
  let low = 128;
  let high = -1;
  // The held half of each step, then the struck one.
  for (let half = 0; half < 2 * steps; half++) {
    const marks = activeRange(active, bits, half * count, count);
    if (marks === 0) continue;
    low = Math.min(low, pitches.low + (active[0] ?? 0));
    high = Math.max(high, pitches.low + (active[marks - 1] ?? 0));
  }
  return high < 0 ? undefined : { low, high };
}
