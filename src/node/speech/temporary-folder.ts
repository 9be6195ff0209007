/**
 * A folder for temporary files.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import { fileErrorOrThrow, writeErrorOrThrow } from '../files/file-error.ts';

/** Runs `work` with a new folder, which is removed afterwards, also if the program ends during the work. */
export async function withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = newFolder();
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.on('exit', remove);
  try {
    return await work(folder);
  } finally {
    remove();
    process.removeListener('exit', remove);
  }
}

function newFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'harmonium-'));
  } catch (error) {
    throw writeErrorOrThrow(`to ${tmpdir()}`, error);
  }
}

/** Writes a file in a temporary folder. */
export function writeTemporary(path: string, content: Uint8Array | string): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    throw new HarmoniumError('write', `cannot write a temporary file: ${fileErrorOrThrow(error).message}`);
  }
}
