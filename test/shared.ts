/**
 * Data that lies beside the repository and is not part of it.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const told = new Set<string>();

/**
 * The absolute path of something in the folder `shared` beside the repository (or in `HARMONIUM_SHARED`). Undefined if
 * it is not there, which is said once on the console.
 */
export function shared(path: string): string | undefined {
  const beside = fileURLToPath(new URL('../../shared', import.meta.url));
  const full = resolve(process.env['HARMONIUM_SHARED'] ?? beside, path);
  if (existsSync(full)) return full;
  if (!told.has(path)) console.log(`skipped: ${path} is not there`);
  told.add(path);
  return undefined;
}
