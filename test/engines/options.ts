/**
 * What `npm run engines` is asked to do.
 *
 * @module
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** The command line, understood. */
export interface Options {
  /** Only engines whose names have this in them. */
  readonly filter: string;
  /** Engines that must be there. */
  readonly require: readonly string[];
  /** Where to write the answers for machines. */
  readonly json: string | undefined;
  /** Where to write the bundle, in place of running it. */
  readonly bundle: string | undefined;
  /** Whether to fix what comes out as what must come out from now on. */
  readonly write: boolean;
  readonly help: boolean;
}

export const HELP = `npm run engines [-- options]

Runs one script on every JavaScript engine it finds and compares what it prints with
fixtures/golden/fingerprints.json. Ends with 1 if an engine differs or fails.

  --filter TEXT      only engines with TEXT in their names
  --require A,B,C    engines that must be there: if one is missing, end with 1
  --json FILE        write the answers as JSON
  --bundle FILE      write the script alone, to run on other engines
  --write            outputs were changed on purpose: fix the fingerprints of this Node anew,
                     in fixtures/golden, docs/reproducibility.md and the changelog
`;

/**
 * Reads the command line. Paths are made absolute: npm may run this elsewhere.
 *
 * @param names - of all engines
 * @throws {TypeError} for an option or an engine that there is none of
 */
export function parseOptions(args: readonly string[], from: string, names: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      filter: { type: 'string' },
      require: { type: 'string' },
      json: { type: 'string' },
      bundle: { type: 'string' },
      write: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { filter = '', json, bundle, write = false, help = false } = values;
  const required = (values.require ?? '').split(',').filter((name) => name !== '');
  const asked = names.filter((name) => name.includes(filter));
  if (asked.length === 0) throw new TypeError(`--filter: expected a part of ${names.join(', ')}, got "${filter}"`);
  const stranger = required.find((name) => !asked.includes(name));
  if (stranger !== undefined) throw new TypeError(`--require: expected some of ${asked.join(', ')}, got "${stranger}"`);
  const path = (value: string | undefined): string | undefined =>
    value === undefined ? undefined : resolve(from, value);
  return { filter, require: required, json: path(json), bundle: path(bundle), write, help };
}
