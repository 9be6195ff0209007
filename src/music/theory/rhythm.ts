/**
 * The rhythmic grid of a song: even sixteenths, triplets or swing, from the onsets of its notes.
 *
 * @module
 */
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import { nearestStep } from '../../roll/nearest-step.ts';

/** Steps in a quarter note of the grid that new onsets fall on. */
export type OnsetGrid = 4 | 12;

/**
 * Ticks of the onsets within a quarter note, ascending from 0; undefined for even sixteenths, the model's own grid.
 */
export type BeatTicks = readonly number[] | undefined;

/** Minimum number of triplet onsets. */
const MIN_VOTES = 3;

/** Onset positions with less than this share of the off-beat onsets are ignored. */
const RARE = 0.1;

/** Quarter notes in a segment; the rhythm may change between segments. */
const SEGMENT = 16;

// In twelfths of a quarter note: onsets of triplets only, and of sixteenths only.
const TRIPLET: readonly number[] = [2, 4, 8, 10];
const STRAIGHT: readonly number[] = [3, 6, 9];

/**
 * Detects the rhythmic grid. Onsets are counted by the nearest twelfth of a quarter note; if triplets outnumber sixteenths, the
 * grid is the median onset of each twelfth that is used. Swing counts as triplets, from eighths at 54 % of the quarter note on.
 *
 * @param onsets - ticks
 * @param ppq - ticks in a quarter note
 * @param grid - 4 for even sixteenths, 12 for triplets, undefined to detect it
 */
export function beatTicks(onsets: readonly number[], ppq: number, grid: OnsetGrid | undefined): BeatTicks {
  if (grid === 4) return undefined;
  const places: number[][] = Array.from({ length: 12 }, () => []);
  for (const tick of new Set(onsets)) places[Math.floor((12 * (tick % ppq)) / ppq + 0.5) % 12]?.push(tick % ppq);
  const count = (twelfths: readonly number[]): number =>
    twelfths.reduce((sum, twelfth) => sum + (places[twelfth]?.length ?? 0), 0);
  // Light swing lies between: straight eighths played by hand are as often early as late.
  const late = Math.max(0, count([7]) - count([5]));
  if (late > 0) places[8]?.push(...(places[7] ?? []));
  const triplets = count(TRIPLET);
  const isTriplet = triplets >= MIN_VOTES && triplets > count(STRAIGHT);
  if (!isTriplet) return grid === undefined ? undefined : [0, Math.round(ppq / 3), Math.round((2 * ppq) / 3)];
  const least = RARE * (triplets + count(STRAIGHT));
  const ticks = [0];
  for (const twelfth of [...TRIPLET, ...STRAIGHT].sort((a, b) => a - b)) {
    const there = (places[twelfth] ?? []).sort((a, b) => a - b);
    if (there.length > 1 && there.length >= least) ticks.push(there[(there.length - 1) >> 1] ?? 0);
  }
  return ticks;
}

/** {@link beatTicks} for each segment of {@link SEGMENT} quarter notes; that of the whole song where a segment has few onsets. */
export function changingBeatTicks(song: Song, grid: OnsetGrid | undefined): (quarter: number) => BeatTicks {
  const { ppq, notes } = song;
  const all = notes.map(({ start }) => start);
  const usual = beatTicks(all, ppq, grid);
  const segments = new Map<number, number[]>();
  for (const tick of all) {
    const segment = Math.floor(tick / ppq / SEGMENT);
    const list = segments.get(segment);
    if (list === undefined) segments.set(segment, [tick]);
    else list.push(tick);
  }
  const found = new Map<number, BeatTicks>();
  for (const [segment, onsets] of segments) {
    const offBeat = new Set(onsets.filter((tick) => (tick % ppq) / ppq > 1 / 24 && (tick % ppq) / ppq < 23 / 24));
    if (offBeat.size > MIN_VOTES) found.set(segment, beatTicks(onsets, ppq, grid));
  }
  return (quarter) => {
    const segment = Math.floor(quarter / SEGMENT);
    return found.has(segment) ? found.get(segment) : usual;
  };
}

/**
 * A function from steps of the model's grid to ticks. A step with an onset of the song gets that onset's tick, so that new notes
 * sound together with played ones; other steps go to the nearest tick of the song's rhythmic grid.
 *
 * @param grid - the model's steps in a quarter note
 * @param own - the song's notes that are kept
 * @param ticksAt - the rhythmic grid at a quarter note, from 0
 */
export function stepClock(
  song: Song,
  grid: number,
  own: readonly Note[],
  ticksAt: (quarter: number) => BeatTicks,
): (step: number) => number {
  const { ppq } = song;
  const even = (step: number): number => Math.floor((2 * step * ppq + grid) / (2 * grid));
  const onsets = new Map<number, Note>();
  for (const note of own) {
    const step = nearestStep(song, grid, note.start);
    const before = onsets.get(step);
    if (before === undefined || isNearer(note, before, even(step))) onsets.set(step, note);
  }
  return (step) => {
    const onset = onsets.get(step);
    if (onset !== undefined) return onset.start;
    const quarter = Math.floor(step / grid);
    const ticks = ticksAt(quarter);
    if (ticks === undefined) return even(step);
    const tick = quarter * ppq + nearest([...ticks, ppq], ((step - quarter * grid) * ppq) / grid);
    // That tick may belong to another step, with an onset of its own.
    return onsets.get(nearestStep(song, grid, tick))?.start ?? tick;
  };
}

/** Whether a note is the better onset of a step: pitched notes first, then the nearer to the grid. */
function isNearer(note: Note, other: Note, tick: number): boolean {
  const drums = Number(isDrumChannel(note.channel)) - Number(isDrumChannel(other.channel));
  if (drums !== 0) return drums < 0;
  return Math.abs(note.start - tick) < Math.abs(other.start - tick);
}

/** The nearest of ascending ticks; ties go to the later. */
function nearest(ticks: readonly number[], tick: number): number {
  let found = ticks[0] ?? 0;
  for (const candidate of ticks) if (Math.abs(candidate - tick) <= Math.abs(found - tick)) found = candidate;
  return found;
}
