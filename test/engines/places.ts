/**
 * Where things lie.
 *
 * @module
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository: two folders up, whether from here or from where this is compiled to. */
export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));

/** This room as written: its `hosts` are not compiled, and its `node_modules` are here. */
export const ROOM: string = join(ROOT, 'test/engines');

/** What every engine has to give. */
export const GOLDEN: string = join(ROOT, 'fixtures/golden/fingerprints.json');

export const CHANGELOG: string = join(ROOT, 'CHANGELOG.md');

/** The page with the table of fingerprints. */
export const FINGERPRINT_PAGE: string = join(ROOT, 'docs/reproducibility.md');
