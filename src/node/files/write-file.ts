/**
 * Writing files atomically: whole or not at all.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { HarmoniumError } from '../../error.ts';
import { writeErrorOrThrow } from './file-error.ts';
import { STANDARD_STREAM } from './standard-stream.ts';

/**
 * Writes a file to a temporary name beside it, flushes it to the disk and renames it. Its folder is created if needed, and a
 * link stays a link. A pipe or a device is written to directly; `-` is stdout.
 */
export async function writeFileWhole(path: string, content: Uint8Array | string): Promise<void> {
  if (path === STANDARD_STREAM) return writeStdout(content);
  try {
    const there = existing(path);
    if (there?.isFile() === false) await writeInPlace(path, content);
    else replaceFile(path, content, there);
  } catch (error) {
    throw writeErrorOrThrow(path, error);
  }
}

/** A path and its new content. */
export interface FileToWrite {
  readonly path: string;
  readonly content: Uint8Array | string;
}

/** Writes several files, stdout last: if its reader closes it, the program ends. */
export async function writeFiles(files: readonly FileToWrite[]): Promise<void> {
  const others = files.filter(({ path }) => path !== STANDARD_STREAM);
  const stdout = files.filter(({ path }) => path === STANDARD_STREAM);
  for (const { path, content } of [...others, ...stdout]) await writeFileWhole(path, content);
}

/** Fails if a file cannot be written there: better now than after an hour of training. */
export function checkWritable(path: string): void {
  if (path === STANDARD_STREAM) return;
  try {
    if (existing(path)?.isFile() === false) return;
    makeFolderAndParents(dirname(path));
    const temporary = temporaryFor(target(path));
    closeSync(openSync(temporary, 'wx'));
    rmSync(temporary);
  } catch (error) {
    throw writeErrorOrThrow(path, error);
  }
}

/** Creates a folder and its parents; errors name the path. */
export function makeFolder(path: string): void {
  try {
    makeFolderAndParents(path);
  } catch (error) {
    throw writeErrorOrThrow(path, error);
  }
}

/** Creates a folder and its parents, one at a time: Node's own `recursive` never ends under /proc. */
export function makeFolderAndParents(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolderAndParents(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    // Another process may have created it in the meantime.
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** What exists at a path, if anything. Fails for a folder. */
export function existing(path: string): Stats | undefined {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) throw new HarmoniumError('file-eisdir', 'is a folder');
  return there;
}

/** The file that a path leads to, also through a link to a file that does not exist yet. Its folder must exist. */
export function target(path: string): string {
  const place = join(realpathSync(dirname(path)), basename(path));
  const link = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return link ? target(resolve(dirname(place), readlinkSync(place))) : place;
}

/** Writes synchronously, so that no signal can leave the temporary file behind. */
function replaceFile(path: string, content: Uint8Array | string, there: Stats | undefined): void {
  makeFolderAndParents(dirname(path));
  const place = target(path);
  const temporary = temporaryFor(place);
  try {
    const file = openSync(temporary, 'wx', there?.mode);
    try {
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, place);
    flushFolder(dirname(place));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Flushes a folder, where the system can do that, so that a new name survives a power failure. */
export function flushFolder(folder: string): void {
  try {
    const file = openSync(folder, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // Not an error: the file is whole under its old name or its new one.
  }
}

/** A temporary name beside `path`. It is random: processes in two containers that share a folder can have the same id. */
export function temporaryFor(path: string): string {
  return join(dirname(path), `${temporaryStart(path)}.${randomBytes(6).toString('hex')}.tmp`);
}

/** A name for a temporary file of the work on `path`: beside it, or in `folder` if that is stdout, a pipe or a device. */
export function spoolPlace(path: string, folder: string): string {
  if (path === STANDARD_STREAM) return temporaryFor(join(folder, 'harmonium'));
  try {
    if (existing(path)?.isFile() === false) return temporaryFor(join(folder, 'harmonium'));
    makeFolderAndParents(dirname(path));
    return temporaryFor(target(path));
  } catch (error) {
    throw writeErrorOrThrow(path, error);
  }
}

function temporaryStart(path: string): string {
  return `.${basename(path).slice(0, 60)}`;
}

/** Removes temporary files of `path` that a killed program left. No other program may be writing it. */
export function removeLeftovers(path: string): void {
  if (path === STANDARD_STREAM) return;
  try {
    const place = target(path);
    const start = `${temporaryStart(place)}.`;
    for (const name of readdirSync(dirname(place))) {
      if (name.startsWith(start) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length)))
        rmSync(join(dirname(place), name));
    }
  } catch {
    // Not an error here: if something is wrong with the folder, writing will report it.
  }
}

async function writeInPlace(path: string, content: Uint8Array | string): Promise<void> {
  try {
    await writeFile(path, content);
  } catch (error) {
    if (!isReaderGone(error)) throw error;
  }
}

/** Writes to the stream, not the descriptor: if a pipe is full (EAGAIN), only the stream waits. */
export function writeStdout(content: Uint8Array | string): Promise<void> {
  return new Promise((done, failed) => {
    process.stdout.write(content, (error) => {
      if (error === null || error === undefined || isReaderGone(error)) done();
      else failed(writeErrorOrThrow('to stdout', error));
    });
  });
}

/** Whether a pipe's reader has closed it, as in `… | head`: that is not an error. */
export function isReaderGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE';
}
