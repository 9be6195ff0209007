/**
 * Music as it is judged: sixteenth notes, pitches 24–101, whole bars of sixteen steps.
 *
 * @module
 */
import { setBit } from '../../math/bits/bit-rows.ts';
import { compareNotes } from '../../midi/order.ts';
import { isDrumChannel, type Song } from '../../midi/song.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import {
  bitsPerStep,
  checkSteps,
  DEFAULT_MAX_STEPS,
  DEFAULT_PITCHES,
  pitchCount,
  silentRoll,
} from '../../roll/roll-shape.ts';

/** Steps in a quarter note, and in a window. */
export const JUDGED_GRID = 4;
export const JUDGED_STEPS = 16;

/**
 * A song on the grid that all music is compared on, whatever its model's grid: undefined when no note is left once drums
 * and other pitches are out. It ends with the bar in which the last note does.
 *
 * Not `songToRoll`: a tick half-way between two steps goes to the even one, since this must agree with other programs.
 *
 * @param maxSteps - most steps, 1–2²⁴
 * @throws {HarmoniumError} `roll-too-long`
 */
export function judgedRoll({ notes, ppq }: Song, maxSteps: number = DEFAULT_MAX_STEPS): PianoRoll | undefined {
  const { low, high } = DEFAULT_PITCHES;
  const kept = notes.filter(({ channel, pitch }) => !isDrumChannel(channel) && pitch >= low && pitch <= high);
  if (kept.length === 0) return undefined;
  const stepOf = (tick: number): number => roundedToEven((tick * JUDGED_GRID) / ppq);
  const end = stepOf(kept.reduce((last, { start, length }) => Math.max(last, start + length), 0));
  checkSteps(end, maxSteps);
  const steps = Math.max(1, Math.ceil(end / JUDGED_STEPS)) * JUDGED_STEPS;
  const roll = silentRoll(steps, JUDGED_GRID, DEFAULT_PITCHES);
  const width = bitsPerStep(DEFAULT_PITCHES);
  const pitches = pitchCount(DEFAULT_PITCHES);
  // A pitch is held without a gap up to here since some note's start: with notes in order no cell is set twice, however
  // many notes lie on top of each other.
  const heldUpTo = new Uint32Array(pitches);
  for (const { start, length, pitch } of kept.sort(compareNotes)) {
    const first = stepOf(start);
    // A note that begins at the end of the last bar is left out.
    if (first >= steps) continue;
    const stop = Math.min(steps, Math.max(first + 1, stepOf(start + length)));
    const held = heldUpTo[pitch - low] ?? 0;
    for (let step = Math.max(first, held); step < stop; step++) setBit(roll.bits, step * width + pitch - low);
    heldUpTo[pitch - low] = Math.max(held, stop);
    setBit(roll.bits, first * width + pitches + pitch - low);
  }
  return roll;
}

/** The nearest whole number, of two the even one. */
function roundedToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
