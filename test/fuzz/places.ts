/**
 * Where things lie.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The repository: the same whether this runs as compiled or, in tests, as written. */
export const ROOT: string = dirname(createRequire(import.meta.url).resolve('harmonium-rbm/package.json'));

/** What is compiled, and goes with `.build`. */
export const BUILT: string = join(ROOT, '.build/fuzz');
