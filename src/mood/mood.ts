/**
 * A mood as two numbers.
 *
 * Valence and arousal are the two axes of J. A. Russell, "A circumplex model of affect", Journal of Personality and Social
 * Psychology 39 (1980).
 *
 * @module
 */
import { checkNumber, checkObject } from '../check.ts';

/** How music or words feel. */
export interface Mood {
  /** −1 (sad, unpleasant) to 1 (happy, pleasant). */
  readonly valence: number;
  /** −1 (calm) to 1 (excited). */
  readonly arousal: number;
}

/** The ranges of both axes. */
export const MOOD_RANGES = { valence: [-1, 1], arousal: [-1, 1] } as const;

/**
 * Fails unless both numbers are within their ranges.
 *
 * @throws {HarmoniumError} `option-range` that names the axis
 */
export function checkMood(mood: Mood): void {
  checkObject('mood', mood, 'an object { valence, arousal }');
  checkNumber('valence', mood.valence, ...MOOD_RANGES.valence);
  checkNumber('arousal', mood.arousal, ...MOOD_RANGES.arousal);
}
