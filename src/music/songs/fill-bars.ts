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
import { nearestStep } from '../../roll/nearest-step.ts';
import { advanceOf, drawOn, drawWindow } from '../inpaint/draw-windows.ts';
import { blankSheet, giveSteps, type Sheet } from '../inpaint/masked-roll.ts';
import { createDraw, type Draw } from '../inpaint/window-chain.ts';
import { beatTicks, stepClock } from '../theory/rhythm.ts';
import { playInstead } from './players.ts';
import { layNotes, withNewNotes } from './source-notes.ts';
import {
  checkGiven,
  checkNewSteps,
  endOf,
  type GivenSongOptions,
  notesNear,
  semitonesToModel,
  songSteps,
} from './source-song.ts';

/** Which bars to fill. */
export interface FillOptions extends GivenSongOptions {
  /** The first bar that is found anew, from 1. */
  readonly from: number;
  /** The last one, `from` to the song's last. */
  readonly to: number;
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
  return atOnce(fillInParts(model, song, options));
}

/** {@link fillBars} in parts. */
export function* fillInParts(model: Model, song: Song, options: FillOptions): InParts<Song> {
  checkGiven(model, song);
  const { from, to, key } = options;
  const bars = barCount(song);
  checkInteger('from', from, 1, bars);
  checkInteger('to', to, from, bars);
  const [first, end] = [barStart(song, from - 1), barStart(song, to)];
  const isKept = (note: Note): boolean => isDrumChannel(note.channel) || note.start < first || note.start >= end;
  const kept = song.notes.filter(isKept);
  const replaced = song.notes.filter((note) => !isKept(note));
  const { grid } = model;
  const [start, stop] = [nearestStep(song, grid, first), nearestStep(song, grid, end)];
  const steps = Math.max(stop, nearestStep(song, grid, endOf(song.notes)));
  checkNewSteps(stop - start, steps + model.steps, options);
  const around = notesNear(song, from - 1 - BARS_AROUND, to + BARS_AROUND);
  const semitones = semitonesToModel(model, song, key, around, first);
  const draw = createDraw(model, options);
  const sheet = blankSheet(model, steps + (stop === steps ? model.steps : 0));
  giveSteps(sheet, 0, start, 1);
  giveSteps(sheet, stop, steps, 1);
  layNotes(sheet, model, song, kept, semitones, songSteps(options));
  const found = sheet.given.map((given, cell) => (cell < stop * sheet.width ? 1 - given : 0));
  yield* asPart(drawOn(draw, sheet, start, stop), 0, 0.5);
  yield* asPart(drawOver(draw, sheet, found, start, stop), 0.5, 1);
  const ticks = beatTicks(
    around.map((note) => note.start),
    song.ppq,
    options.grid,
  );
  const tickOf = stepClock(song, grid, kept, () => ticks);
  const players = playInstead(song, replaced.length > 0 ? replaced : around, options, first);
  return withNewNotes(song, kept, model, { sheet, found, semitones, players, tickOf });
}

/** The second time over: each half window again, between what is now before and behind it, so that no seam stays. */
function* drawOver(draw: Draw, sheet: Sheet, found: Uint8Array, start: number, stop: number): InParts<void> {
  const { given, width } = sheet;
  const advance = advanceOf(draw.model);
  const before = Math.floor((draw.model.steps - advance) / 2);
  for (let from = start; from < stop; from += advance) {
    const to = Math.min(stop, from + advance);
    for (let cell = from * width; cell < to * width; cell++) given[cell] = 1 - (found[cell] ?? 0);
    const window = drawWindow(draw, sheet, Math.max(0, from - before), from, true);
    yield* asPart(window, (from - start) / (stop - start), (to - start) / (stop - start));
    giveSteps(sheet, from, to, 1);
  }
}
