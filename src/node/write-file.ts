/**
 * Finding, reading and writing files.
 *
 * @module
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HarmoniumError } from '../error.ts';

/** Stands for stdin or stdout. */
export const STANDARD_STREAM = '-';

/** An input that was not used, and why. */
export interface Skipped {
  readonly file: string;
  readonly error: HarmoniumError;
}

const MIDI_NAME = /\.(mid|midi|smf|rmi|kar)$/i;

/** Names in the order of their UTF-16 units: the same on every machine and in every locale. */
function byName(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/**
 * The files that paths stand for: a file is itself, a folder all MIDI files in and under it in the order of their names.
 * What is not there is reported as skipped. A folder that is its own ancestor, through a link, is entered once.
 */
export function findMidiFiles(paths: readonly string[]): { files: string[]; skipped: Skipped[] } {
  const files: string[] = [];
  const skipped: Skipped[] = [];
  const entered = new Set<string>();
  const visit = (path: string, named: boolean): void => {
    try {
      if (path === STANDARD_STREAM || !statSync(path).isDirectory()) {
        if (named || MIDI_NAME.test(path)) files.push(path);
        return;
      }
      const real = realpathSync(path);
      if (entered.has(real)) return;
      entered.add(real);
      const before = files.length;
      for (const name of readdirSync(path).sort(byName)) visit(join(path, name), false);
      if (named && files.length === before) {
        throw new HarmoniumError('no-input', 'no MIDI files in this folder (*.mid, *.midi, *.smf, *.rmi, *.kar)');
      }
    } catch (error) {
      skipped.push({ file: path, error: fileError(error) });
    }
  };
  for (const path of paths) visit(path, true);
  return { files, skipped };
}

/** A file's bytes, stdin's for `-`. Throws a HarmoniumError that says in words why it cannot be read. */
export function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path === STANDARD_STREAM ? 0 : path);
  } catch (error) {
    throw fileError(error);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'is a folder',
  ENOTDIR: 'a part of this path is not a folder',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ELOOP: 'too many links lead to each other',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  EEXIST: 'there is a file in the way',
};

/** What the system said, in words; a HarmoniumError stays as it is, and so does what is no fault of a file. */
export function fileError(error: unknown): HarmoniumError {
  if (error instanceof HarmoniumError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (typeof code !== 'string') throw error;
  return new HarmoniumError(`file-${code.toLowerCase()}`, REASONS[code] ?? (error as Error).message);
}

/** Something that cannot be written: code `write`. */
function writeError(path: string, error: unknown): HarmoniumError {
  return new HarmoniumError('write', `cannot write ${path}: ${fileError(error).message}`);
}

/** Makes a folder and those above it. */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw writeError(path, error);
  }
}

/**
 * Writes a file whole or not at all: to a temporary name beside it, flushed to the disk, then renamed. Its folder is made
 * if need be. `-` is stdout.
 */
export function writeFileWhole(path: string, content: Uint8Array | string): void {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  if (path === STANDARD_STREAM) {
    writeAll(1, bytes);
    return;
  }
  makeFolder(dirname(path));
  const temporary = temporaryFor(path);
  try {
    refuseFolder(path);
    const file = openSync(temporary, 'w');
    try {
      writeAll(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw writeError(path, error);
  }
}

/** Fails at once if a file could not be written there, so that nobody finds out after an hour of training. */
export function checkWritable(path: string): void {
  if (path === STANDARD_STREAM) return;
  makeFolder(dirname(path));
  const temporary = temporaryFor(path);
  try {
    refuseFolder(path);
    closeSync(openSync(temporary, 'w'));
  } catch (error) {
    throw writeError(path, error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function temporaryFor(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

function refuseFolder(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) throw new HarmoniumError('file-eisdir', 'is a folder');
}

/** One call may write less than all. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}
