/**
 * System errors about files, as errors of ours.
 *
 * @module
 */
import { HarmoniumError } from '../../error.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ELOOP: 'too many levels of links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  EEXIST: 'a file of that name exists',
};

/**
 * A system error about a file, as an error of ours with code `file-enoent` and so on. A HarmoniumError is returned as it is;
 * any other error is thrown again.
 */
export function fileErrorOrThrow(error: unknown): HarmoniumError {
  if (error instanceof HarmoniumError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (typeof code !== 'string') throw error;
  return new HarmoniumError(`file-${code.toLowerCase()}`, REASONS[code] ?? (error as Error).message);
}

/** The error for a file that cannot be written: code `write`. */
export function writeErrorOrThrow(path: string, error: unknown): HarmoniumError {
  return new HarmoniumError('write', `cannot write ${path}: ${fileErrorOrThrow(error).message}`);
}

/** An error as JSON. */
export function errorJson(error: HarmoniumError): { code: string; message: string; offset: number | null } {
  return { code: error.code, message: error.message, offset: error.offset ?? null };
}
