/**
 * A folder for temporary files.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeErrorOrThrow } from '../files/file-error.ts';

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
