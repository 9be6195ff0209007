/**
 * Installed programs.
 *
 * @module
 */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The path of a program in the folders of `PATH`, links followed; undefined if there is none. */
export function findProgram(name: string): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, file);
    try {
      accessSync(path, constants.X_OK);
      if (folder !== '' && isFile(path)) return realpathSync(path);
    } catch {
      // Not there, or not for this user.
    }
  }
  return undefined;
}

/** Whether there is a file at a path. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
