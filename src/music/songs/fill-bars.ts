/**
 * Bars of a song are found anew.
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import { asPart, atOnce, type InParts } from '../../in-parts.ts';
import { barStart, nextBar } from '../../midi/bar-lines.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import type { Model } from '../../model/model.ts';
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
  notesNear,
  type SourceSongOptions,
  semitonesToModel,
  songSteps,
  stepOf,
} from './source-song.ts';

/** Which bars to fill. */
export interface FillOptions extends SourceSongOptions {
  /** The first bar to replace, counted from 1. */
  readonly firstBar: number;
  /** The last bar to replace, `firstBar` to the song's last. */
  readonly lastBar: number;
}

/** How many bars a song has, up to its last note. */
export function barCount(song: Song): number {
  return nextBar(song, endOf(song.notes));
}

/** The bars before and behind that tell how the new ones go: in which key and in which rhythm. */
const BARS_AROUND = 4;

/**
 * Finds some bars of a song anew, in sight of what comes before and after. Every note that begins elsewhere is kept, with
 * its sound into these bars, and so is percussion. The parts whose notes are replaced play the new ones, as loud as those were;
 * they are in a track of their own.
 *
 * @throws {HarmoniumError} `option-range`; `length`; `midi-format-2`; `no-notes`; `roll-too-long` for more than `maxSteps` new
 * steps, or above 100,000 in all
 */
export function fillBars(model: Model, song: Song, options: FillOptions): Song {
  return atOnce(fillBarsInParts(model, song, options));
}

/** {@link fillBars} in parts. */
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
  const [start, stop] = [stepOf(song, grid, first), stepOf(song, grid, end)];
  const steps = Math.max(stop, stepOf(song, grid, endOf(song.notes)));
  checkNewSteps(stop - start, steps + model.steps, options);
  const around = notesNear(song, firstBar - 1 - BARS_AROUND, lastBar + BARS_AROUND);
  const semitones = semitonesToModel(model, song, key, around, first);
  const sampler = createWindowSampler(model, options);
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

/** The second time over: each half window again, between what is now before and behind it, so that no seam stays. */
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
