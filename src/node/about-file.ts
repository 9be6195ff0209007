/**
 * Errors that name the file they are about.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { fileError } from './files.ts';

/** Does `work`; a failure that has to do with the file's content or place comes out with the file's name before it. */
export function about<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, message, offset } = fileError(error);
    const named = new HarmoniumError(code, `${file}: ${message}`);
    throw offset === undefined ? named : Object.assign(named, { offset });
  }
}
