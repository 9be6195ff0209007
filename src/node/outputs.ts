/**
 * Where a command is going to write: nothing over its own input, and nothing twice.
 *
 * @module
 */
import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { usageError } from './options.ts';
import { STANDARD_STREAM } from './standard-stream.ts';

/** A file to be written, and the option that says so. */
export interface Output {
  readonly option: string;
  readonly path: string;
}

/** A file to be read: its path, or that and its path without links. */
export type Input = string | { readonly file: string; readonly real: string };

/**
 * Fails with a usage error if a file would be written over one of `inputs` or over another of `outputs`, or if stdout would
 * be given two things, the `json` report being one.
 */
export function checkOutputs(outputs: readonly Output[], inputs: readonly Input[], json: boolean): void {
  const claims = outputs.filter(({ path }) => path === STANDARD_STREAM).map(({ option }) => `--${option} -`);
  if (json) claims.push('--json');
  if (claims.length > 1) throw usageError(`${claims.join(' and ')} would both write to stdout`);

  const files = outputs.filter(({ path }) => path !== STANDARD_STREAM && !isPipeOrDevice(path));
  const wanted = new Set(files.map(({ path }) => identity(path)));
  const taken = new Map<string, string>();
  for (const input of inputs) {
    const { file, real } = typeof input === 'string' ? { file: input, real: identity(input) } : input;
    if (file !== STANDARD_STREAM && wanted.has(real)) taken.set(real, `the input ${file}`);
  }
  for (const { option, path } of files) {
    const place = identity(path);
    const other = taken.get(place);
    if (other !== undefined) throw usageError(`--${option}: ${path} would be written over ${other}`, option);
    taken.set(place, `what --${option} writes`);
  }
}

/** One name for all names of a file, also of one that is not there yet. */
function identity(path: string): string {
  const full = resolve(path);
  const parent = dirname(full);
  try {
    return realpathSync(full);
  } catch {
    return parent === full ? full : join(identity(parent), basename(full));
  }
}

function isPipeOrDevice(path: string): boolean {
  try {
    const there = statSync(path);
    return !there.isFile() && !there.isDirectory();
  } catch {
    return false;
  }
}
