/**
 * How degree and negation change a mood.
 *
 * @module
 */
import { exp } from '../../math/functions/exp.ts';
import { log } from '../../math/functions/log.ts';
import type { Mood } from '../mood.ts';

/** What a negation leaves of valence and of arousal: "not sad" is not happy. */
const OPPOSITE = { valence: -0.5, arousal: -0.4 } as const;

/** A mood that is more or less so: each axis x becomes ±(1 − (1 − |x|)^factor), so it never passes 1. */
export function intensify({ valence, arousal }: Mood, factor: number): Mood {
  if (factor === 1) return { valence, arousal };
  return { valence: stretched(valence, factor), arousal: stretched(arousal, factor) };
}

/** One axis of {@link intensify}. */
export function stretched(x: number, factor: number): number {
  const rest = 1 - Math.abs(x);
  if (rest <= 0) return x;
  const size = 1 - exp(factor * log(rest));
  return x < 0 ? -size : size;
}

/** The mood of "not …". */
export function opposite({ valence, arousal }: Mood): Mood {
  return { valence: OPPOSITE.valence * valence, arousal: OPPOSITE.arousal * arousal };
}
