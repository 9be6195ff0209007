import type { Tone } from './tone.ts';
/**
 * The tone of a key. Low keys stand to the left and high ones to the right, as a pianist hears them; a bass stands in the
 * middle.
 *
 * @param program - 0–127
 * @param pitch - 0–127
 * @param velocity - 1–127
 */
export declare function instrumentTone(program: number, pitch: number, velocity: number): Tone;
