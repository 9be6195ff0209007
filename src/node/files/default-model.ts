/**
 * The path of the bundled model.
 *
 * @module
 */
import { fileURLToPath } from 'node:url';

/** Trained on the bundled corpus by `npm run model`. */
export const DEFAULT_MODEL: string = fileURLToPath(
  new URL('../../../fixtures/models/default.safetensors', import.meta.url),
);
