import { type Song } from '../midi/song.ts';
import { type Sound } from './sound.ts';
/** The longest music that is rendered, in seconds: half an hour takes 635 MB. */
export declare const LONGEST_SOUND = 1800;
/**
 * Plays a song: all its notes as tones, the pedal held, a small hall around them.
 *
 * Nothing clips, for there are two passes: the music is added up in floating point, where nothing is too loud, and then
 * multiplied by the one number that brings its largest sample 1 dB below full scale. So loud and soft keep their relation
 * throughout, which a limiter would bend.
 *
 * @throws {HarmoniumError} `midi-no-notes`; `midi-too-long` for more than {@link LONGEST_SOUND} seconds, before anything is
 * allocated; `midi-format` for format 2, whose tracks are pieces of their own; `option-range` for a song that is none
 */
export declare function renderSong(song: Song): Sound;
/**
 * {@link renderSong} in parts: after each note it says what share of all it has done, so that the caller may tell it or
 * pause. It gives the same sound.
 */
export declare function renderInParts(song: Song): Generator<number, Sound, undefined>;
