/**
 * Replacing some bars of a song.
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import { asPart, atOnce, type InParts } from '../../in-parts.ts';
import { barStart, nextBar } from '../../midi/bar-lines.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import type { Model } from '../../model/model.ts';
import { nearestStep } from '../../roll/nearest-step.ts';
import { createMaskedRoll, type MaskedRoll, setObserved } from '../inpaint/masked-roll.ts';
import { advanceOf, sampleSteps, sampleWindow } from '../inpaint/sample-windows.ts';
import { createWindowSampler, type WindowSampler } from '../inpaint/window-chain.ts';
import { beatTicks, stepClock } from '../theory/rhythm.ts';
import { replaceParts } from './instrumentation.ts';
import { placeNotes, withNewNotes } from './source-notes.ts';
import {
  checkNewSteps,
  checkSourceSong,
  endOf,
  inMoodOf,
  notesNear,
  type SourceSongOptions,
  semitonesToModel,
  songSteps,
} from './source-song.ts';

/** Options of {@link fillBars}. */
export interface FillOptions extends SourceSongOptions {
  /** Number of the first bar to replace, from 1. */
  readonly firstBar: number;
  /** Number of the last bar to replace, from `firstBar` to `barCount`. */
  readonly lastBar: number;
}

/** Number of bars up to the end of a song's last note. */
export function barCount(song: Song): number {
  return nextBar(song, endOf(song.notes));
}

/** Key and rhythm of the new bars are taken from the replaced bars and this many on either side. */
const BARS_AROUND = 4;

/**
 * Replaces the notes that begin in some bars of a song by new ones that fit what comes before and after. All other notes and
 * percussion are kept, also where they sound into these bars. The new notes have the channels and velocities of those that they
 * replace; they go to a new last track.
 *
 * @throws {HarmoniumError} `option-range`; `length`; `midi-format-2`; `no-notes`; `roll-too-long` for more than `maxSteps` new
 * steps, or above 100,000 in all
 */
export function fillBars(model: Model, song: Song, options: FillOptions): Song {
  return atOnce(fillBarsInParts(model, song, options));
}

/**
 * {@link fillBars} in parts.
 *
 * @throws {HarmoniumError} as {@link fillBars}, on the first call of `next`
 */
export function* fillBarsInParts(model: Model, song: Song, options: FillOptions): InParts<Song> {
  checkSourceSong(model, song);
  const { firstBar, lastBar, key } = options;
  const bars = barCount(song);
  checkInteger('firstBar', firstBar, 1, bars);
  checkInteger('lastBar', lastBar, firstBar, bars);
  const [first, end] = [barStart(song, firstBar - 1), barStart(song, lastBar)];
  const isKept = (note: Note): boolean => isDrumChannel(note.channel) || note.start < first || note.start >= end;
  const kept = song.notes.filter(isKept);
  const replaced = song.notes.filter((note) => !isKept(note));
  const { grid } = model;
  const [start, stop] = [nearestStep(song, grid, first), nearestStep(song, grid, end)];
  const steps = Math.max(stop, nearestStep(song, grid, endOf(song.notes)));
  checkNewSteps(stop - start, steps + model.steps, options);
  const around = notesNear(song, firstBar - 1 - BARS_AROUND, lastBar + BARS_AROUND);
  const semitones = semitonesToModel(model, song, key, around, first);
  const sampler = createWindowSampler(model, inMoodOf(model, song, around, semitones, options));
  const masked = createMaskedRoll(model, steps + (stop === steps ? model.steps : 0));
  setObserved(masked, 0, start, 1);
  setObserved(masked, stop, steps, 1);
  placeNotes(masked, model, song, kept, semitones, songSteps(options));
  const free = masked.observed.map((observed, cell) => (cell < stop * masked.width ? 1 - observed : 0));
  yield* asPart(sampleSteps(sampler, masked, start, stop), 0, 0.5);
  yield* asPart(resampleSteps(sampler, masked, free, start, stop), 0.5, 1);
  const ticks = beatTicks(
    around.map((note) => note.start),
    song.ppq,
    options.grid,
  );
  const tickOf = stepClock(song, grid, kept, () => ticks);
  const instrumentation = replaceParts(song, replaced.length > 0 ? replaced : around, options, first);
  return withNewNotes(song, kept, model, { masked, free, semitones, instrumentation, tickOf });
}

/** Second pass: resamples each half window between the music now before and after it, which removes the seams. */
function* resampleSteps(
  sampler: WindowSampler,
  masked: MaskedRoll,
  free: Uint8Array,
  start: number,
  stop: number,
): InParts<void> {
  const { observed, width } = masked;
  const advance = advanceOf(sampler.model);
  const before = Math.floor((sampler.model.steps - advance) / 2);
  for (let from = start; from < stop; from += advance) {
    const to = Math.min(stop, from + advance);
    for (let cell = from * width; cell < to * width; cell++) observed[cell] = 1 - (free[cell] ?? 0);
    const window = sampleWindow(sampler, masked, Math.max(0, from - before), from, true);
    yield* asPart(window, (from - start) / (stop - start), (to - start) / (stop - start));
    setObserved(masked, from, to, 1);
  }
}
