/**
 * When notes sound, in seconds.
 *
 * @module
 */
import type { Song } from '../midi/song.ts';
/**
 * What gives the second at which a tick comes: as `secondsAt` of `midi/tempo`, but the tempo changes are laid out once, so a
 * song of many notes and many tempos takes no longer than it must.
 */
export declare function songClock(song: Song): (tick: number) => number;
