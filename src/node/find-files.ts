/**
 * Which files are meant by the paths on the command line.
 *
 * @module
 */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HarmoniumError } from '../error.ts';
import { fileErrorOrThrow } from './file-error.ts';
import { STANDARD_STREAM } from './standard-stream.ts';

/** A file; or a path that leads to none, and why. */
export interface Found {
  readonly file: string;
  readonly error?: HarmoniumError;
}

const MIDI_NAME = /\.(mid|midi|smf|rmi|kar)$/i;

/**
 * The files that paths stand for, in the paths' order: a file is itself, a folder all MIDI files in and under it in the
 * order of their names. In a folder only regular files count: nobody means the pipe that lies in it. A folder that is its
 * own ancestor, through a link, is entered once.
 */
export function findFiles(paths: readonly string[]): Found[] {
  const found: Found[] = [];
  const entered = new Set<string>();
  const visit = (path: string, named: boolean): void => {
    try {
      const kind = path === STANDARD_STREAM ? undefined : statSync(path);
      if (kind?.isDirectory() !== true) {
        if (named || (kind?.isFile() === true && hasMidiName(path))) found.push({ file: path });
        return;
      }
      const real = realpathSync(path);
      if (entered.has(real)) return;
      entered.add(real);
      const before = found.length;
      for (const name of readdirSync(path).sort(byUnits)) visit(join(path, name), false);
      if (named && found.length === before) {
        throw new HarmoniumError('no-input', 'no MIDI files in this folder (*.mid, *.midi, *.smf, *.rmi, *.kar)');
      }
    } catch (error) {
      found.push({ file: path, error: fileErrorOrThrow(error) });
    }
  };
  for (const path of paths) visit(path, true);
  return found;
}

/** Each file once, in the order of their real paths: how they were named, and in what order, makes no difference. */
export function eachOnce(files: readonly string[]): string[] {
  const byPath = new Map<string, string>();
  for (const file of files) {
    const real = file === STANDARD_STREAM ? file : realPath(file);
    if (!byPath.has(real)) byPath.set(real, file);
  }
  return [...byPath].sort(([a], [b]) => byUnits(a, b)).map(([, file]) => file);
}

/** The path without links; as it is for a file that is gone since it was found, which whoever reads it will say. */
function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

/** Whether a file calls itself MIDI. */
export function hasMidiName(path: string): boolean {
  return MIDI_NAME.test(path);
}

/** The order of UTF-16 units: the same on every machine and in every locale. */
function byUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
