/**
 * A song that is given, moved to where the model plays.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { checkSong } from '../midi/check-song.ts';
import { isDrumChannel, type Note, type Song } from '../midi/song.ts';
import { checkModel } from '../model/check-model.ts';
import type { Model } from '../model/model.ts';
import { songToRoll } from '../roll/song-to-roll.ts';
import type { NewVoice } from './given-notes.ts';
import { semitonesToC } from './key.ts';
import { parseKey, playsInC, semitonesFromC } from './key-name.ts';
import type { DrawOptions } from './window-chain.ts';

/** What all have in common that begin with a song. */
export interface GivenSongOptions extends DrawOptions, NewVoice {
  /** The key that the song is in, such as `G` or `Em`; unless given it is found from the notes. */
  readonly key?: string | undefined;
}

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
 * Semitones, −6 to 6, that bring notes to where the model plays: 0 for one that learnt its songs where they were.
 *
 * @throws {HarmoniumError} `option-range` for a key that is none
 */
export function semitonesToModel(model: Model, song: Song, notes: readonly Note[], key: string | undefined): number {
  const told = key === undefined ? undefined : -semitonesFromC(parseKey(key));
  if (!playsInC(model)) return 0;
  return told ?? semitonesToC(songToRoll({ ...song, notes }, { grid: model.grid }).roll);
}

/** The step nearest to a tick, the later one of two, as notes are laid on the grid. */
export function stepOf({ ppq }: Song, grid: number, tick: number): number {
  return Math.floor((2 * tick * grid + ppq) / (2 * ppq));
}

/** The tick at which the last of some notes ends. */
export function endOf(notes: readonly Note[]): number {
  return notes.reduce((end, { start, length }) => Math.max(end, start + length), 0);
}
