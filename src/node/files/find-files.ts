/**
 * Which files are meant by the paths on the command line.
 *
 * @module
 */
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import type { Skipped } from '../corpus/read-songs.ts';
import { fileErrorOrThrow } from './file-error.ts';
import { STANDARD_STREAM } from './standard-stream.ts';

/** A file; or a path that leads to none, and why. */
export interface FoundFile {
  readonly file: string;
  /** The file's path without links: one for all its names. */
  readonly real: string;
  readonly error?: HarmoniumError;
}

const MIDI_NAME = /\.(mid|midi|smf|rmi|kar)$/i;

/**
 * The files that paths stand for, in the paths' order: a file is itself, a folder all MIDI files in and under it in the
 * order of their names. In a folder only regular files count: nobody means the pipe that lies in it. A folder that is its
 * own ancestor, through a link, is entered once.
 */
export function findFiles(paths: readonly string[]): FoundFile[] {
  const found: FoundFile[] = [];
  const entered = new Set<string>();
  const enter = (folder: string, named: boolean): void => {
    const real = realpathSync(folder);
    if (entered.has(real)) return;
    entered.add(real);
    const before = found.length;
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort(byName)) {
      const file = join(folder, entry.name);
      // Most are plain: the system is asked about a hundred thousand files once, not file by file.
      if (!entry.isFile()) visit(file, false);
      else if (hasMidiName(file)) found.push({ file, real: folder === real ? file : join(real, entry.name) });
    }
    if (named && found.length === before) {
      throw new HarmoniumError('no-input', 'no MIDI files in this folder (*.mid, *.midi, *.smf, *.rmi, *.kar)');
    }
  };
  const visit = (file: string, named: boolean): void => {
    try {
      const kind = file === STANDARD_STREAM ? undefined : statSync(file);
      if (kind?.isDirectory() === true) enter(file, named);
      else if (named || (kind?.isFile() === true && hasMidiName(file))) found.push({ file, real: realPath(file) });
    } catch (error) {
      found.push({ file, real: realPath(file), error: fileErrorOrThrow(error) });
    }
  };
  for (const path of paths) visit(path, true);
  return found;
}

/** What was found, and what was not. */
export function separateMissing(found: readonly FoundFile[]): {
  readonly present: readonly FoundFile[];
  readonly missing: readonly Skipped[];
} {
  const present: FoundFile[] = [];
  const missing: Skipped[] = [];
  for (const one of found) {
    if (one.error === undefined) present.push(one);
    else missing.push({ file: one.file, error: one.error });
  }
  return { present, missing };
}

/** Each file once, in the order of their real paths: how they were named, and in what order, makes no difference. */
export function uniqueFiles(found: readonly FoundFile[]): FoundFile[] {
  // Of equal ones the first stays the first.
  const sorted = [...found].sort((a, b) => byUnits(a.real, b.real));
  return sorted.filter(({ real }, n) => real !== sorted[n - 1]?.real);
}

/** The path without links; as it is for stdin, and for a file that is not present, which whoever reads it will say. */
function realPath(file: string): string {
  if (file === STANDARD_STREAM) return file;
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

function byName(a: Dirent, b: Dirent): number {
  return byUnits(a.name, b.name);
}

/** The order of UTF-16 units: the same on every machine and in every locale. */
function byUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
