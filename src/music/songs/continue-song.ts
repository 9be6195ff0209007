/**
 * Continuing a song.
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import { atOnce, type InParts } from '../../in-parts.ts';
import { barStart, nextBar } from '../../midi/bar-lines.ts';
import type { Song } from '../../midi/song.ts';
import type { Model } from '../../model/model.ts';
import { nearestStep } from '../../roll/nearest-step.ts';
import { INPAINT_RANGES } from '../inpaint/inpaint-ranges.ts';
import { createMaskedRoll, setObserved } from '../inpaint/masked-roll.ts';
import { sampleSteps } from '../inpaint/sample-windows.ts';
import { createWindowSampler } from '../inpaint/window-chain.ts';
import { beatTicks, stepClock } from '../theory/rhythm.ts';
import { continueParts } from './instrumentation.ts';
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

/** Options of {@link continueSong}. */
export interface ContinueOptions extends SourceSongOptions {
  /** How many bars to add, in the song's last time signature, 1–4,096. Default 8. */
  readonly bars?: number | undefined;
}

/** The key, the rhythm and the instruments of the new music are taken from this many bars before the end. */
const LAST_BARS = 8;

/**
 * Continues a song from the first bar line after its last note, in windows clamped to the music before. Key, rhythm, parts and
 * their sound are taken from the last eight bars. The song's own events stay as they are; the new notes go to a new last track.
 *
 * @throws {HarmoniumError} `option-range`; `length`; `midi-format-2`; `no-notes`; `roll-too-long` for more than `maxSteps` new
 * steps, or above 100,000 in all
 */
export function continueSong(model: Model, song: Song, options: ContinueOptions = {}): Song {
  return atOnce(continueSongInParts(model, song, options));
}

/**
 * {@link continueSong} in parts.
 *
 * @throws {HarmoniumError} as {@link continueSong}, on the first call of `next`
 */
export function* continueSongInParts(model: Model, song: Song, options: ContinueOptions = {}): InParts<Song> {
  checkSourceSong(model, song);
  const { bars = 8, key } = options;
  checkInteger('bars', bars, ...INPAINT_RANGES.bars);
  const { grid } = model;
  // A note that ends within half a step of a bar line ends there.
  const first = nextBar(song, endOf(song.notes) - song.ppq / grid / 2);
  const [start, stop] = [barStart(song, first), barStart(song, first + bars)];
  const [from, to] = [nearestStep(song, grid, start), nearestStep(song, grid, stop)];
  checkNewSteps(to - from, to + model.steps, options);
  const last = notesNear(song, first - LAST_BARS, first);
  const semitones = semitonesToModel(model, song, key, last, start);
  const sampler = createWindowSampler(model, inMoodOf(model, song, last, semitones, options));
  // One window longer than needed: cells beyond the end are clamped silent, and no window may notice.
  const masked = createMaskedRoll(model, to + model.steps);
  setObserved(masked, 0, from, 1);
  placeNotes(masked, model, song, song.notes, semitones, songSteps(options));
  const free = masked.observed.map((observed, cell) => (cell < to * masked.width ? 1 - observed : 0));
  yield* sampleSteps(sampler, masked, from, to);
  const ticks = beatTicks(
    last.map((note) => note.start),
    song.ppq,
    options.grid,
  );
  const tickOf = stepClock(song, grid, [], () => ticks);
  const instrumentation = continueParts(song, last, options, start);
  const whole = withNewNotes(song, song.notes, model, { masked, free, semitones, instrumentation, tickOf });
  return { ...whole, end: Math.max(whole.end, stop) };
}
