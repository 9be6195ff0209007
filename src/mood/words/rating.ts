/**
 * Ratings as bytes: hundredths from −1 to 1, plus 100.
 *
 * @module
 */
import type { Mood } from '../mood.ts';

/** The mood of two bytes. */
export function moodOfRating(valence: number, arousal: number): Mood {
  return { valence: (valence - 100) / 100, arousal: (arousal - 100) / 100 };
}

/** The byte of one axis. */
export function ratingByte(value: number): number {
  return Math.round(value * 100) + 100;
}
