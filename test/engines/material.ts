/**
 * What the fingerprints are computed from, read from the repository.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Material } from './fingerprints/fingerprints.ts';
import { ROOT } from './places.ts';

/** The default model and the corpus. */
export function readMaterial(): Material {
  const songs = readdirSync(join(ROOT, 'fixtures/midi')).sort();
  return { model: base64('models/default.safetensors'), corpus: songs.map((name) => base64(`midi/${name}`)) };
}

function base64(path: string): string {
  return readFileSync(join(ROOT, 'fixtures', path), 'base64');
}
