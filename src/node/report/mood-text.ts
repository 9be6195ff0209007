/**
 * A mood in words.
 *
 * @module
 */
import type { Mood } from '../../mood/mood.ts';

/** Axes below this are not named. */
const SLIGHT = 0.15;

/** `happy and calm (valence 0.52, arousal -0.31)`. */
export function moodText({ valence, arousal }: Mood): string {
  const named = [axisName(valence, 'sad', 'happy'), axisName(arousal, 'calm', 'excited')].filter((name) => name !== '');
  return `${named.join(' and ') || 'neutral'} (valence ${signed(valence)}, arousal ${signed(arousal)})`;
}

/** A number of an axis, with two decimals. */
export function signed(value: number): string {
  return (Math.round(100 * value) / 100 + 0).toFixed(2);
}

function axisName(value: number, low: string, high: string): string {
  return Math.abs(value) < SLIGHT ? '' : value < 0 ? low : high;
}
