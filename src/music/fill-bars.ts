/**
 * Bars of a song are found anew.
 *
 * @module
 */
import { checkInteger } from '../check.ts';
import { barStart, nextBar } from '../midi/bar-lines.ts';
import { DRUM_CHANNEL, type Song } from '../midi/song.ts';
import type { Model } from '../model/model.ts';
import { advanceOf, drawOn, drawWindow } from './draw-windows.ts';
import { layNotes, withNewNotes } from './given-notes.ts';
import { checkGiven, endOf, type GivenSongOptions, semitonesToModel, stepOf } from './given-song.ts';
import { blankSheet, giveSteps, type Sheet } from './sheet.ts';
import { createDraw, type Draw } from './window-chain.ts';

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

/**
 * Finds some bars of a song anew, in sight of what comes before and after. Every note that begins elsewhere is kept, with
 * its sound into these bars, and so is percussion; the new notes are in a track of their own.
 *
 * @throws {HarmoniumError} `option-range`; `length`; `midi-format-2`; `no-notes`; `roll-too-long` above 100,000 steps
 */
export function fillBars(model: Model, song: Song, options: FillOptions): Song {
  checkGiven(model, song);
  const { from, to, key } = options;
  const bars = barCount(song);
  checkInteger('from', from, 1, bars);
  checkInteger('to', to, from, bars);
  const [first, end] = [barStart(song, from - 1), barStart(song, to)];
  const kept = song.notes.filter((note) => note.channel === DRUM_CHANNEL || note.start < first || note.start >= end);
  const { grid } = model;
  const [start, stop] = [stepOf(song, grid, first), stepOf(song, grid, end)];
  const semitones = semitonesToModel(model, song, song.notes, key);
  const draw = createDraw(model, options);
  const steps = Math.max(stop, stepOf(song, grid, endOf(song.notes)));
  const sheet = blankSheet(model, steps + (stop === steps ? model.steps : 0));
  giveSteps(sheet, 0, start, 1);
  giveSteps(sheet, stop, steps, 1);
  layNotes(sheet, model, song, kept, semitones);
  const found = sheet.given.map((given, cell) => (cell < stop * sheet.width ? 1 - given : 0));
  drawOn(draw, sheet, start, stop);
  drawOver(draw, sheet, found, start, stop);
  return withNewNotes(song, kept, sheet, found, model, semitones, options);
}

/** The second time over: each half window again, between what is now before and behind it, so that no seam stays. */
function drawOver(draw: Draw, sheet: Sheet, found: Uint8Array, start: number, stop: number): void {
  const { given, width } = sheet;
  const advance = advanceOf(draw.model);
  const before = Math.floor((draw.model.steps - advance) / 2);
  for (let from = start; from < stop; from += advance) {
    const to = Math.min(stop, from + advance);
    for (let cell = from * width; cell < to * width; cell++) given[cell] = 1 - (found[cell] ?? 0);
    drawWindow(draw, sheet, Math.max(0, from - before), from, true);
    giveSteps(sheet, from, to, 1);
  }
}
