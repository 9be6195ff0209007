/**
 * Where a command is going to write: nothing over its own input, and nothing twice.
 *
 * @module
 */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { atOnce, type InParts } from '../../in-parts.ts';
import { usageError } from '../cli/options.ts';
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
    taken.set(place, `what --${option} writes`);
  }
}

/**
 * One name for all names of a file, also of one that is not there yet.
 *
 * @param known - names found before: 100,000 files are in one folder
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

/** A path without links; undefined if nothing is there. */
function realPath(path: string): string | undefined {
  try {
    // An exception for each of 100,000 files would take seconds.
    return lstatSync(path, { throwIfNoEntry: false }) && realpathSync(path);
  } catch {
    return undefined;
  }
}

function isPipeOrDevice(path: string): boolean {
  try {
    // First without following links: most outputs are not there yet, and that is known sooner.
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return false;
    const there = statSync(path);
    return !there.isFile() && !there.isDirectory();
  } catch {
    return false;
  }
}
