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

/**
 * Fails with a usage error if a file would be written over one of `inputs` or over another of `outputs`, or if stdout would
 * be given two things, the `json` report being one.
 */
export function checkOutputs(outputs: readonly Output[], inputs: readonly string[], json: boolean): void {
  const claims = outputs.filter(({ path }) => path === STANDARD_STREAM).map(({ option }) => `--${option} -`);
  if (json) claims.push('--json');
  if (claims.length > 1) throw usageError(`${claims.join(' and ')} would both write to stdout`);

  const taken = new Map<string, string>();
  for (const file of inputs) if (file !== STANDARD_STREAM) taken.set(identity(file), `the input ${file}`);
  for (const { option, path } of outputs) {
    if (path === STANDARD_STREAM || isPipeOrDevice(path)) continue;
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
