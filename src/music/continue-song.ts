/**
 * A song goes on.
 *
 * @module
 */
import { checkInteger } from '../check.ts';
import { barStart, nextBar } from '../midi/bar-lines.ts';
import type { Song } from '../midi/song.ts';
import type { Model } from '../model/model.ts';
import { drawOn } from './draw-windows.ts';
import { layNotes, withNewNotes } from './given-notes.ts';
import { checkGiven, endOf, type GivenSongOptions, semitonesToModel, stepOf } from './given-song.ts';
import { blankSheet, giveSteps } from './sheet.ts';
import { createDraw } from './window-chain.ts';

/** How to go on. */
export interface ContinueOptions extends GivenSongOptions {
  /** How many bars of the song's last time signature are added, 1–4,096; 8 unless given. */
  readonly bars?: number | undefined;
}

/**
 * Goes on where a song ends: from the first bar line after its last note, in windows that begin with what was before. The
 * song itself stays as it is; the new notes are in a track of their own behind its tracks.
 *
 * @throws {HarmoniumError} `option-range`; `length`; `midi-format-2`; `no-notes`; `roll-too-long` above 100,000 steps
 */
export function continueSong(model: Model, song: Song, options: ContinueOptions = {}): Song {
  checkGiven(model, song);
  const { bars = 8, key } = options;
  checkInteger('bars', bars, 1, 4096);
  const { grid } = model;
  // A note that ends within half a step of a bar line ends there.
  const first = nextBar(song, endOf(song.notes) - song.ppq / grid / 2);
  const from = stepOf(song, grid, barStart(song, first));
  const to = stepOf(song, grid, barStart(song, first + bars));
  const semitones = semitonesToModel(model, song, song.notes, key);
  const draw = createDraw(model, options);
  // A window more than needed: no window sees an end before it is there.
  const sheet = blankSheet(model, to + model.steps);
  giveSteps(sheet, 0, from, 1);
  layNotes(sheet, model, song, song.notes, semitones);
  const found = sheet.given.map((given, cell) => (cell < to * sheet.width ? 1 - given : 0));
  drawOn(draw, sheet, from, to);
  const whole = withNewNotes(song, song.notes, sheet, found, model, semitones, options);
  return { ...whole, end: Math.max(whole.end, barStart(song, first + bars)) };
}
