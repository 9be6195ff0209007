/**
 * A song goes on.
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import { atOnce, type InParts } from '../../in-parts.ts';
import { barStart, nextBar } from '../../midi/bar-lines.ts';
import type { Song } from '../../midi/song.ts';
import type { Model } from '../../model/model.ts';
import { nearestStep } from '../../roll/nearest-step.ts';
import { drawOn } from '../inpaint/draw-windows.ts';
import { blankSheet, giveSteps } from '../inpaint/masked-roll.ts';
import { createDraw } from '../inpaint/window-chain.ts';
import { beatTicks, stepClock } from '../theory/rhythm.ts';
import { playOn } from './players.ts';
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

/** How to go on. */
export interface ContinueOptions extends GivenSongOptions {
  /** How many bars of the song's last time signature are added, 1–4,096; 8 unless given. */
  readonly bars?: number | undefined;
}

/** The bars before the end that tell how the song goes on: in which key, in which rhythm, and who plays. */
const LAST_BARS = 8;

/**
 * Goes on where a song ends: from the first bar line after its last note, in windows that begin with what was before. The key,
 * the rhythm, and the parts and their sound are those of the last eight bars. The song itself stays as it is; the new notes
 * are in a track of their own behind its tracks.
 *
 * @throws {HarmoniumError} `option-range`; `length`; `midi-format-2`; `no-notes`; `roll-too-long` for more than `maxSteps` new
 * steps, or above 100,000 in all
 */
export function continueSong(model: Model, song: Song, options: ContinueOptions = {}): Song {
  return atOnce(continueInParts(model, song, options));
}

/** {@link continueSong} in parts. */
export function* continueInParts(model: Model, song: Song, options: ContinueOptions = {}): InParts<Song> {
  checkGiven(model, song);
  const { bars = 8, key } = options;
  checkInteger('bars', bars, 1, 4096);
  const { grid } = model;
  // A note that ends within half a step of a bar line ends there.
  const first = nextBar(song, endOf(song.notes) - song.ppq / grid / 2);
  const [start, stop] = [barStart(song, first), barStart(song, first + bars)];
  const [from, to] = [nearestStep(song, grid, start), nearestStep(song, grid, stop)];
  checkNewSteps(to - from, to + model.steps, options);
  const last = notesNear(song, first - LAST_BARS, first);
  const semitones = semitonesToModel(model, song, key, last, start);
  const draw = createDraw(model, options);
  // A window more than needed: no window sees an end before it is there.
  const sheet = blankSheet(model, to + model.steps);
  giveSteps(sheet, 0, from, 1);
  layNotes(sheet, model, song, song.notes, semitones, songSteps(options));
  const found = sheet.given.map((given, cell) => (cell < to * sheet.width ? 1 - given : 0));
  yield* drawOn(draw, sheet, from, to);
  const ticks = beatTicks(
    last.map((note) => note.start),
    song.ppq,
    options.grid,
  );
  const tickOf = stepClock(song, grid, [], () => ticks);
  const players = playOn(song, last, options, start);
  const whole = withNewNotes(song, song.notes, model, { sheet, found, semitones, players, tickOf });
  return { ...whole, end: Math.max(whole.end, stop) };
}
