/**
 * Errors that name the file.
 *
 * @module
 */
import { errorAbout } from '../../error.ts';
import { fileErrorOrThrow } from './file-error.ts';

/** Runs `work`. Errors of the file's content or path get the file's name in front. */
export async function withFileName<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw errorAbout(file, fileErrorOrThrow(error));
  }
}
