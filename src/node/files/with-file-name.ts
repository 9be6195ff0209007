/**
 * Errors that name the file they are about.
 *
 * @module
 */
import { errorAbout } from '../../error.ts';
import { fileErrorOrThrow } from './file-error.ts';

/** Does `work`; a failure that has to do with the file's content or place comes out with the file's name before it. */
export async function withFileName<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errorAbout(file, fileErrorOrThrow(error));
  }
}
