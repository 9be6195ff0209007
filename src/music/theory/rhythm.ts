/**
 * Where in a quarter note music has its onsets: even sixteenths, triplets, or swing.
 *
 * @module
 */
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import { nearestStep } from '../../roll/nearest-step.ts';

/** Steps a quarter note of the grid that new onsets fall on. */
export type OnsetGrid = 4 | 12;

/**
 * Ticks within a quarter note at which onsets fall, ascending from 0; undefined for even sixteenths, where each step of the
 * grid has its own.
 */
export type BeatTicks = readonly number[] | undefined;

/** At least so many onsets must say that music is in triplets. */
const LEAST_VOTES = 3;

/** Onsets as rare as this among those off the beat are no place that the music has. */
const RARE = 0.1;

/** Quarter notes of music that are in one rhythm, where it may change. */
const SEGMENT = 16;

// In twelfths of a quarter note: where triplets have their onsets and sixteenths have none, and the other way about.
const TRIPLET: readonly number[] = [2, 4, 8, 10];
const STRAIGHT: readonly number[] = [3, 6, 9];

/**
 * Where onsets fall, as far as some of them tell. Each counts for the twelfth of a quarter note that is nearest; where triplets
 * outnumber sixteenths, the music has the places that its onsets have, in the middle of those that are there. Swing counts as
 * triplets, from eighths at 54 % of the quarter note on.
 *
 * @param grid - 4 for even sixteenths, 12 for triplets, undefined to find it from the onsets
 */
export function beatTicks(onsets: readonly number[], ppq: number, grid: OnsetGrid | undefined): BeatTicks {
  if (grid === 4) return undefined;
  const places: number[][] = Array.from({ length: 12 }, () => []);
  for (const tick of new Set(onsets)) places[Math.floor((12 * (tick % ppq)) / ppq + 0.5) % 12]?.push(tick % ppq);
  const count = (twelfths: readonly number[]): number =>
    twelfths.reduce((sum, twelfth) => sum + (places[twelfth]?.length ?? 0), 0);
  // Light swing is between: more late than early eighths are no straight ones that are played live.
  const late = Math.max(0, count([7]) - count([5]));
  if (late > 0) places[8]?.push(...(places[7] ?? []));
  const triplets = count(TRIPLET);
  const isTriplet = triplets >= LEAST_VOTES && triplets > count(STRAIGHT);
  if (!isTriplet) return grid === undefined ? undefined : [0, Math.round(ppq / 3), Math.round((2 * ppq) / 3)];
  const least = RARE * (triplets + count(STRAIGHT));
  const ticks = [0];
  for (const twelfth of [...TRIPLET, ...STRAIGHT].sort((a, b) => a - b)) {
    const there = (places[twelfth] ?? []).sort((a, b) => a - b);
    if (there.length > 1 && there.length >= least) ticks.push(there[(there.length - 1) >> 1] ?? 0);
  }
  return ticks;
}

/** As {@link beatTicks}, but found anew for every {@link SEGMENT} quarter notes; where those tell little, as in all the song. */
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
    if (offBeat.size > LEAST_VOTES) found.set(segment, beatTicks(onsets, ppq, grid));
  }
  return (quarter) => {
    const segment = Math.floor(quarter / SEGMENT);
    return found.has(segment) ? found.get(segment) : usual;
  };
}

/**
 * The tick at which what is at a step of the model's grid sounds. A step that has onsets of the song's own is at theirs, so that
 * new notes sound together with them however they were played; others are where the music has its onsets.
 *
 * @param grid - the model's steps a quarter note
 * @param own - the song's notes that stay
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
    // It may belong to another step, which has its own onset.
    return onsets.get(nearestStep(song, grid, tick))?.start ?? tick;
  };
}

/** Whether a note's onset says better when a step is than another's: a pitched one, then the nearer to the grid. */
function isNearer(note: Note, other: Note, tick: number): boolean {
  const drums = Number(isDrumChannel(note.channel)) - Number(isDrumChannel(other.channel));
  if (drums !== 0) return drums < 0;
  return Math.abs(note.start - tick) < Math.abs(other.start - tick);
}

/** The nearest of some ascending numbers, the later of two. */
function nearest(ticks: readonly number[], tick: number): number {
  let found = ticks[0] ?? 0;
  for (const candidate of ticks) if (Math.abs(candidate - tick) <= Math.abs(found - tick)) found = candidate;
  return found;
}
