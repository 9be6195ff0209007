/**
 * The song that new music is added to: checks, limits, and its transposition to the model's key.
 *
 * @module
 */

import { checkChoice, checkInteger } from '../../check.ts';
import { HarmoniumError } from '../../error.ts';
import { barStart } from '../../midi/bar-lines.ts';
import { checkSong } from '../../midi/check-song.ts';
import { isDrumChannel, type Note, type Song } from '../../midi/song.ts';
import { checkModel } from '../../model/check-model.ts';
import type { Model } from '../../model/model.ts';
import { checkSteps, DEFAULT_MAX_STEPS, STEP_LIMIT } from '../../roll/roll-shape.ts';
import type { InpaintOptions } from '../inpaint/window-chain.ts';
import { moodOfNotes } from '../mood/mood-of-roll.ts';
import { semitonesFrom } from '../theory/key.ts';
import { parseKey, playsInC } from '../theory/key-name.ts';
import { localKey } from '../theory/local-key.ts';
import type { OnsetGrid } from '../theory/rhythm.ts';
import type { NewVoice } from './instrumentation.ts';

/** Options common to `continueSong`, `fillBars` and `harmonise`. */
export interface SourceSongOptions extends InpaintOptions, NewVoice {
  /**
   * Key of the new music, such as `G` or `Em`. Default: the song's key where the new music starts, from its notes and key
   * signature.
   */
  readonly key?: string | undefined;
  /**
   * Grid of the new onsets, in steps per quarter note: 4 for sixteenths, 12 for triplets and swing. Default: detected from the
   * song's onsets.
   */
  readonly grid?: OnsetGrid | undefined;
  /** Maximum number of new steps, 1–16,777,215. Default 32,000. */
  readonly maxSteps?: number | undefined;
}

/** Default maximum of new steps: 2,000 bars of 4/4. The longest of 9,823 files in use has 30,019 steps in all. */
export const MAX_NEW_STEPS = 32000;

/**
 * Checks a model, a song, and that the model can use the song.
 *
 * @throws {HarmoniumError} `length`, `option-range`; `midi-format-2` for a file whose tracks are independent pieces;
 * `no-notes` if no pitched note lies in the model's range
 */
export function checkSourceSong(model: Model, song: Song): void {
  checkModel(model);
  checkSong(song);
  if (song.format === 2) {
    throw new HarmoniumError('midi-format-2', "the file's tracks are independent pieces", {
      expected: 'format 0 or 1',
      got: 'format 2',
    });
  }
  const { low, high } = model.pitches;
  if (song.notes.some(({ channel, pitch }) => !isDrumChannel(channel) && pitch >= low && pitch <= high)) return;
  throw new HarmoniumError('no-notes', 'no notes to start from', {
    expected: `a pitched note from ${low} to ${high}`,
    got: 'none',
  });
}

/**
 * Checks the number of new steps and of all steps.
 *
 * @param steps - number of new steps
 * @param end - number of steps of the song and the new music
 * @throws {HarmoniumError} `roll-too-long`, before anything is allocated; `option-range`
 */
export function checkNewSteps(steps: number, end: number, options: SourceSongOptions): void {
  const { maxSteps = MAX_NEW_STEPS, grid = 4 } = options;
  checkInteger('maxSteps', maxSteps, 1, STEP_LIMIT);
  checkChoice('grid', grid, [4, 12]);
  if (steps > maxSteps) {
    throw new HarmoniumError('roll-too-long', 'the new music is too long', {
      expected: `at most ${maxSteps} steps (maxSteps)`,
      got: `${steps}`,
      option: 'maxSteps',
    });
  }
  checkSteps(end, songSteps(options));
}

/** Maximum number of steps of song and new music: the usual limit, or `maxSteps` if that is larger. */
export function songSteps({ maxSteps = MAX_NEW_STEPS }: SourceSongOptions): number {
  return Math.max(DEFAULT_MAX_STEPS, maxSteps);
}

/**
 * Transposition to the model's key, −5 to 6 semitones; 0 for a model trained on untransposed songs.
 *
 * @param key - requested key; undefined to detect it
 * @param around - notes to detect the key from
 * @param tick - start of the new music
 * @throws {HarmoniumError} `option-range` if `key` is not the name of a key
 */
export function semitonesToModel(
  model: Model,
  song: Song,
  key: string | undefined,
  around: readonly Note[],
  tick: number,
): number {
  const tonic = key === undefined ? undefined : parseKey(key);
  if (!playsInC(model)) return 0;
  return semitonesFrom(tonic ?? localKey(song, around, tick));
}

/** The notes that sound in the bars [firstBar, lastBar), from 0; all notes if none of those is pitched. */
export function notesNear(song: Song, firstBar: number, lastBar: number): readonly Note[] {
  const [from, to] = [barStart(song, Math.max(0, firstBar)), barStart(song, lastBar)];
  const near = song.notes.filter(({ start, length }) => start < to && start + Math.max(1, length) > from);
  return near.some(({ channel }) => !isDrumChannel(channel)) ? near : song.notes;
}

/** The last tick at which any of the notes sounds; 0 for none. */
export function endOf(notes: readonly Note[]): number {
  return notes.reduce((end, { start, length }) => Math.max(end, start + length), 0);
}

/**
 * Options whose mood, if there is none and the model has mood units, is that of the song's notes around the new ones, in the key
 * in which the model sees them.
 *
 * @param semitones - transposition to the model's key
 */
export function inMoodOf(
  model: Model,
  song: Song,
  around: readonly Note[],
  semitones: number,
  options: InpaintOptions,
): InpaintOptions {
  if (options.mood !== undefined || model.training.moodUnits === undefined) return options;
  return { ...options, mood: moodOfNotes(song, around, semitones) ?? moodOfNotes(song, song.notes, semitones) };
}
