/**
 * Writing files in parts, still whole or not at all.
 *
 * @module
 */
import { closeSync, constants, fdatasyncSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { writeErrorOrThrow } from './file-error.ts';
import { STANDARD_STREAM } from './standard-stream.ts';
import {
  existing,
  flushFolder,
  isReaderGone,
  makeFolderAndParents,
  target,
  temporaryFor,
  writeStdout,
} from './write-file.ts';

/** The parts of a file, in order. A part may be overwritten when the next one is requested. */
export type Parts = AsyncIterable<Uint8Array>;

/** A file is flushed after so many bytes, so that no flush delays a signal for long. */
const FLUSH_BYTES = 1 << 26;
const POLL_MS = 50;

/**
 * Writes a file like `writeFileWhole`, but without all of it in memory: to a temporary name beside it, flushed to the disk, then
 * renamed. If the program ends during this, also by a signal, the temporary file is removed.
 */
export async function writeFileParts(path: string, parts: Parts): Promise<void> {
  try {
    if (path === STANDARD_STREAM) {
      for await (const part of parts) await writeStdout(part);
      return;
    }
    const there = existing(path);
    if (there?.isFIFO() === true) await writePipe(path, parts);
    else if (there?.isFile() === false) await writeDevice(path, parts);
    else await replaceFile(path, parts, there?.mode);
  } catch (error) {
    throw writeErrorOrThrow(path, error);
  }
}

/** Removes a file when the program ends; the returned function cancels that. */
export function removeAtExit(path: string): () => void {
  const remove = (): void => rmSync(path, { force: true });
  process.on('exit', remove);
  return () => process.removeListener('exit', remove);
}

async function replaceFile(path: string, parts: Parts, mode: number | undefined): Promise<void> {
  makeFolderAndParents(dirname(path));
  const place = target(path);
  const temporary = temporaryFor(place);
  const keep = removeAtExit(temporary);
  try {
    const file = openSync(temporary, 'wx', mode);
    try {
      let unflushed = 0;
      for await (const part of parts) {
        writeAll(file, part);
        unflushed += part.length;
        if (unflushed < FLUSH_BYTES) continue;
        fdatasyncSync(file);
        unflushed = 0;
      }
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, place);
    flushFolder(dirname(place));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    keep();
  }
}

/** Writes all bytes at the file's current position. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

async function writeDevice(path: string, parts: Parts): Promise<void> {
  const file = openSync(path, 'w');
  try {
    for await (const part of parts) writeAll(file, part);
  } finally {
    closeSync(file);
  }
}

/** Writes a pipe without blocking in the system while it waits for a reader: signals are still handled. */
async function writePipe(path: string, parts: Parts): Promise<void> {
  const pipe = new Socket({ fd: await openPipe(path), readable: false });
  const broken = new Promise<never>((_, failed) => pipe.once('error', failed));
  // It may break between two parts: the next one finds out.
  broken.catch(() => {});
  try {
    for await (const part of parts) {
      const written = new Promise<void>((done) => pipe.write(part, () => done()));
      await Promise.race([written, broken]);
    }
    await Promise.race([new Promise<void>((done) => pipe.end(done)), broken]);
  } catch (error) {
    if (!isReaderGone(error)) throw error;
  } finally {
    pipe.destroy();
  }
}

async function openPipe(path: string): Promise<number> {
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      // ENXIO: the pipe has no reader yet.
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await setTimeout(POLL_MS);
    }
  }
}
