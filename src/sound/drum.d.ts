import { type Sound } from './sound.ts';
/**
 * Adds a hit to a sound; what would sound beyond its end is lost. The noise of a hit depends on where it stands, so no two
 * sound quite alike.
 *
 * @param start - its first sample, ≥ 0
 * @param pitch - 0–127, which drum it is; those beyond the percussion map sound like a block of wood
 * @param velocity - 1–127
 */
export declare function addDrum(sound: Sound, start: number, pitch: number, velocity: number): void;
