/**
 * The paths of the bundled models.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';
import type { Mood } from '../../mood/mood.ts';

/** Trained on the bundled corpus by `npm run model`. */
export const DEFAULT_MODEL: string = fileURLToPath(
  new URL('../../../fixtures/models/default.safetensors', import.meta.url),
);

/** Trained on the same corpus, with mood units. */
export const MOOD_MODEL: string = fileURLToPath(new URL('../../../fixtures/models/moods.safetensors', import.meta.url));

/** The bundled model for music of a mood, or for any. */
export function bundledModel(mood: Mood | undefined): string {
  return mood === undefined ? DEFAULT_MODEL : MOOD_MODEL;
}
