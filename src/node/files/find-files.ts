/**
 * The files that the paths on the command line stand for.
 *
 * @module
 */
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import type { Skipped } from '../corpus/read-songs.ts';
import { fileErrorOrThrow } from './file-error.ts';
import { STANDARD_STREAM } from './standard-stream.ts';

/** A file, or a path without one and the reason. */
export interface FoundFile {
  readonly file: string;
  /** The file's path without links: the same for all its names. */
  readonly real: string;
  readonly error?: HarmoniumError;
}

const MIDI_NAME = /\.(mid|midi|smf|rmi|kar)$/i;

/**
 * The files that paths stand for, in the order of the paths. A folder stands for all MIDI files in it and below, in the order
 * of their names; only regular files count there, no pipes. A folder that contains itself, through a link, is entered once.
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
      // Most are regular files, known without a system call for each of a hundred thousand.
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

/** Files that exist, and paths without a file. */
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

/** Each file once, in the order of the real paths: the names and the order of the arguments make no difference. */
export function uniqueFiles(found: readonly FoundFile[]): FoundFile[] {
  // The sort is stable: of several names, the first is kept.
  const sorted = [...found].sort((a, b) => byUnits(a.real, b.real));
  return sorted.filter(({ real }, n) => real !== sorted[n - 1]?.real);
}

/** The path without links. Stdin and missing files keep their path; reading them reports the error. */
export function realPath(file: string): string {
  if (file === STANDARD_STREAM) return file;
  try {
    return realpathSync(file);
  } catch {
    return resolve(file);
  }
}

/** Whether a file's name has the ending of a MIDI file. */
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
