/**
 * Writing files part by part, whole or not at all.
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

/** What is to be written, in order. A part may be overwritten as soon as the next one is asked for. */
export type Parts = AsyncIterable<Uint8Array>;

/** Bytes after which a file is flushed, so that no flush takes so long that a signal has to wait for it. */
const FLUSH_BYTES = 1 << 26;
const POLL_MS = 50;

/**
 * Writes a file as `writeFileWhole` does, but without all of it in memory: to a temporary name beside it, flushed to the disk,
 * then renamed. A program that ends while it writes, by a signal too, takes the temporary file with it.
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

/** Removes a file if the program ends; gives what says that there is no need to any more. */
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

/** Writes all bytes where a file stands. */
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

/** Without waiting in the system for a reader, where no signal would be heard. */
async function writePipe(path: string, parts: Parts): Promise<void> {
  const pipe = new Socket({ fd: await openPipe(path), readable: false });
  const broken = new Promise<never>((_, failed) => pipe.once('error', failed));
  // It may break while no part is being written: that is found out at the next.
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
      // ENXIO: nobody reads it yet.
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await setTimeout(POLL_MS);
    }
  }
}
