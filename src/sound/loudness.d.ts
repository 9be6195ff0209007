/**
 * How loud a sound is.
 *
 * @module
 */
import type { Sound } from './sound.ts';
/** The largest sample in size, of both channels. */
export declare function peakOf({ left, right }: Sound): number;
/** The root of the mean square, of both channels; 0 for no samples. */
export declare function rmsOf({ left, right }: Sound): number;
/** Multiplies every sample so that the largest has this size. Silence stays silence. */
export declare function setPeak(sound: Sound, peak: number): void;
