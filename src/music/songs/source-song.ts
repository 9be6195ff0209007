/**
 * A song that is given, moved to where the model plays.
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
import { checkSteps, MAX_STEPS, MOST_STEPS } from '../../roll/roll-shape.ts';
import type { DrawOptions } from '../inpaint/window-chain.ts';
import { semitonesFrom } from '../theory/key.ts';
import { keyInForce } from '../theory/key-in-force.ts';
import { parseKey, playsInC } from '../theory/key-name.ts';
import type { OnsetGrid } from '../theory/rhythm.ts';
import type { NewVoice } from './players.ts';

/** What all have in common that begin with a song. */
export interface GivenSongOptions extends DrawOptions, NewVoice {
  /**
   * The key that the new music is in, such as `G` or `Em`; unless given it is the song's where the new music starts, by its
   * notes and its key signature.
   */
  readonly key?: string | undefined;
  /**
   * Steps a quarter note on which new onsets fall: 4 for sixteenths, 12 for triplets and swing; unless given it is found from
   * the song's onsets.
   */
  readonly grid?: OnsetGrid | undefined;
  /** The most steps that are found, 1–16,777,215; {@link MAX_NEW_STEPS} unless given. */
  readonly maxSteps?: number | undefined;
}

/** The most steps of new music at once: 2,000 bars of 4/4. The longest of 9,823 files in use has 30,019 in all. */
export const MAX_NEW_STEPS = 32000;

/**
 * Fails unless a song can be worked on together with a model.
 *
 * @throws {HarmoniumError} `length`, `option-range`; `midi-format-2` for a file whose tracks are pieces of their own;
 * `no-notes` for one without a note that the model could hear
 */
export function checkGiven(model: Model, song: Song): void {
  checkModel(model);
  checkSong(song);
  if (song.format === 2) {
    throw new HarmoniumError('midi-format-2', "the file's tracks are pieces of their own", {
      expected: 'format 0 or 1',
      got: 'format 2',
    });
  }
  const { low, high } = model.pitches;
  if (song.notes.some(({ channel, pitch }) => !isDrumChannel(channel) && pitch >= low && pitch <= high)) return;
  throw new HarmoniumError('no-notes', 'no notes to start from', {
    expected: `one of pitches ${low}-${high}`,
    got: 'none',
  });
}

/**
 * Fails unless what is to be found, and the whole song with it, are within their limits.
 *
 * @param steps - how many are found
 * @param end - the last step that is looked at
 * @throws {HarmoniumError} `roll-too-long`, before anything is allocated; `option-range`
 */
export function checkNewSteps(steps: number, end: number, options: GivenSongOptions): void {
  const { maxSteps = MAX_NEW_STEPS, grid = 4 } = options;
  checkInteger('maxSteps', maxSteps, 1, MOST_STEPS);
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

/** The most steps that a song may have in all: as everywhere, or more if so many are to be found. */
export function songSteps({ maxSteps = MAX_NEW_STEPS }: GivenSongOptions): number {
  return Math.max(MAX_STEPS, maxSteps);
}

/**
 * Semitones, −5 to 6, that bring notes to where the model plays: 0 for one that learnt its songs where they were.
 *
 * @param around - the notes that tell which key the new music is to be in
 * @param tick - where it starts
 * @throws {HarmoniumError} `option-range` for a key that is none
 */
export function semitonesToModel(
  model: Model,
  song: Song,
  key: string | undefined,
  around: readonly Note[],
  tick: number,
): number {
  const told = key === undefined ? undefined : parseKey(key);
  if (!playsInC(model)) return 0;
  return semitonesFrom(told ?? keyInForce(song, around, tick));
}

/** The notes that sound within some bars of a place; all, if there are no pitched ones. */
export function notesNear(song: Song, firstBar: number, lastBar: number): readonly Note[] {
  const [from, to] = [barStart(song, Math.max(0, firstBar)), barStart(song, lastBar)];
  const near = song.notes.filter(({ start, length }) => start < to && start + Math.max(1, length) > from);
  return near.some(({ channel }) => !isDrumChannel(channel)) ? near : song.notes;
}

/** The tick at which the last of some notes ends. */
export function endOf(notes: readonly Note[]): number {
  return notes.reduce((end, { start, length }) => Math.max(end, start + length), 0);
}
