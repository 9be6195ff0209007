/**
 * Rendering a whole song in memory.
 *
 * @module
 */
import type { Song } from '../midi/song.ts';
import { amplify, peakOf } from './loudness.ts';
import { audibleSamples, finalGain } from './mastering.ts';
import { songBlocks } from './song-blocks.ts';
import { type Sound, silence, sliceSound } from './sound.ts';

/** Maximum length in seconds: half an hour takes 635 MB. */
const LONGEST_SOUND = 1800;

/**
 * Renders a song as stereo sound at 44.1 kHz. {@link songBlocks} does the same block by block, without the whole in memory.
 *
 * Nothing clips: the music is mixed in floating point and then normalised to a peak of 1 dB below full scale, which preserves
 * the dynamics; a limiter would not. The sound ends with its last audible sample.
 *
 * @throws {HarmoniumError} `midi-no-notes`; `midi-too-long` for more than 1,800 seconds, before anything is allocated;
 * `midi-format` for format 2, whose tracks are independent pieces; `option-range` for an invalid song
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
