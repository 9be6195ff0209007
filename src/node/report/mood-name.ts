/**
 * A mood in words and numbers.
 *
 * @module
 */
import { decimal } from '../../math/text/decimal.ts';
import type { Mood } from '../../mood/mood.ts';

/** Two decimals and a sign, all equally wide. */
export function signed(value: number): string {
  const [whole = '0', rest = ''] = decimal(Math.abs(value), 2).split('.');
  return `${value < 0 ? '-' : '+'}${whole}.${rest.padEnd(2, '0')}`;
}

/** How far from 0 an axis must be to be named. */
const NAMED = 0.15;

/** A mood in words. */
export function moodName({ valence, arousal }: Mood): string {
  const first = valence > NAMED ? 'bright' : valence < -NAMED ? 'dark' : '';
  const second = arousal > NAMED ? 'lively' : arousal < -NAMED ? 'calm' : '';
  return [first, second].filter((word) => word !== '').join(' and ') || 'neutral';
}
