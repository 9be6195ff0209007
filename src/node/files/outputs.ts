/**
 * Checks of output paths: no command overwrites its input, or writes two outputs to one file.
 *
 * @module
 */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { atOnce, type InParts } from '../../in-parts.ts';
import { usageError } from '../cli/options.ts';
import { STANDARD_STREAM } from './standard-stream.ts';

/** A file to be written, and the option that names it. */
export interface Output {
  readonly option: string;
  readonly path: string;
}

/** A file to be read: its path, or both its path and its path without links. */
export type Input = string | { readonly file: string; readonly real: string };

/**
 * Fails with a usage error if an output would overwrite one of `inputs` or another output, or if two outputs go to stdout; the
 * `json` report is one of them.
 */
export function checkOutputs(outputs: readonly Output[], inputs: readonly Input[], json: boolean): void {
  atOnce(checkOutputsInParts(outputs, inputs, json));
}

/** {@link checkOutputs} in parts: it yields after each output. */
export function* checkOutputsInParts(
  outputs: readonly Output[],
  inputs: readonly Input[],
  json: boolean,
): InParts<void> {
  const claims = outputs.filter(({ path }) => path === STANDARD_STREAM).map(({ option }) => `--${option} -`);
  if (json) claims.push('--json');
  if (claims.length > 1) throw usageError(`${claims.join(' and ')} would both write to stdout`);

  const known = new Map<string, string>();
  const files: (Output & { readonly place: string })[] = [];
  for (const [n, { option, path }] of outputs.entries()) {
    if (path === STANDARD_STREAM || isPipeOrDevice(path)) continue;
    files.push({ option, path, place: identity(path, known) });
    yield n / outputs.length;
  }
  const wanted = new Set(files.map(({ place }) => place));
  const taken = new Map<string, string>();
  for (const input of inputs) {
    const { file, real } = typeof input === 'string' ? { file: input, real: identity(input, known) } : input;
    if (file !== STANDARD_STREAM && wanted.has(real)) taken.set(real, `the input ${file}`);
  }
  for (const { option, path, place } of files) {
    const other = taken.get(place);
    if (other !== undefined) throw usageError(`--${option}: ${path} would be written over ${other}`, option);
    taken.set(place, `the output of --${option}`);
  }
}

/**
 * One name for all names of a file, also of a file that does not exist yet.
 *
 * @param known - a cache of names: 100,000 files may be in one folder
 */
function identity(path: string, known: Map<string, string>): string {
  const full = resolve(path);
  const before = known.get(full);
  if (before !== undefined) return before;
  const parent = dirname(full);
  const found = realPath(full) ?? (parent === full ? full : join(identity(parent, known), basename(full)));
  known.set(full, found);
  return found;
}

/** A path without links; undefined if nothing exists there. */
function realPath(path: string): string | undefined {
  try {
    // Without exceptions: 100,000 of them would take seconds.
    return lstatSync(path, { throwIfNoEntry: false }) && realpathSync(path);
  } catch {
    return undefined;
  }
}

function isPipeOrDevice(path: string): boolean {
  try {
    // First without following links, which is faster: most outputs do not exist yet.
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
    const there = statSync(path);
    return !there.isFile() && !there.isDirectory();
  } catch {
    return false;
  }
}
