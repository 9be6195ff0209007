/**
 * From a song to its whole sound.
 *
 * @module
 */
import type { Song } from '../midi/song.ts';
import { amplify, peakOf } from './loudness.ts';
import { audibleSamples, finalGain } from './mastering.ts';
import { songBlocks } from './song-blocks.ts';
import { type Sound, silence, sliceSound } from './sound.ts';

/** The longest music whose whole sound is put into memory, in seconds: half an hour takes 635 MB. */
const LONGEST_SOUND = 1800;

/**
 * Plays a song: see {@link songBlocks}, which gives the same without its whole in memory.
 *
 * Nothing clips, for there are two passes: the music is added up in floating point, where nothing is too loud, and then
 * multiplied by the one number that brings its largest sample 1 dB below full scale. So loud and soft keep their relation
 * throughout, which a limiter would bend. It ends with the last sample that is heard.
 *
 * @throws {HarmoniumError} `midi-no-notes`; `midi-too-long` for more than {@link LONGEST_SOUND} seconds, before anything is
 * allocated; `midi-format` for format 2, whose tracks are pieces of their own; `option-range` for a song that is none
 */
export function renderSong(song: Song): Sound {
  const { samples, minSamples, blocks } = songBlocks(song, LONGEST_SOUND);
  const sound = silence(samples);
  let at = 0;
  for (const { left, right } of blocks) {
    sound.left.set(left, at);
    sound.right.set(right, at);
    at += left.length;
  }
  amplify(sound, finalGain(peakOf(sound)));
  return sliceSound(sound, 0, Math.max(minSamples, audibleSamples(sound)));
}
