/**
 * What the fuzzer is asked to do.
 *
 * @module
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What can be fuzzed, by name. */
const TARGETS = ['midi', 'model', 'player'] as const;

/** The name of something that can be fuzzed. */
export type TargetName = (typeof TARGETS)[number];

/** The command line, understood. */
export interface Options {
  readonly what: readonly TargetName[];
  readonly seed: string;
  /** Number of the first case. */
  readonly from: number;
  /** How many cases of each. */
  readonly cases: number;
  /** Stop after so many seconds of each; Infinity is not at all. */
  readonly seconds: number;
  /** Folders of files to break, besides those of the repository. */
  readonly data: readonly string[];
  /** Where to write the report for machines. */
  readonly json: string | undefined;
  readonly help: boolean;
}

export const HELP = `npm run fuzz [-- options]

Breaks good files in all sorts of ways and looks what the library makes of them. A case
has a number, and is the same for the same seed and files whatever ran before it.

  --what NAME     midi, model or player (all): the player's reader beside readModel
  --cases N       how many of each (20000)
  --seconds N     stop after so many seconds of each; the report says how to go on
  --from N        number of the first case (0)
  --seed TEXT     other cases (1)
  --data DIR      files to break besides fixtures/; can be given more than once
  --json FILE     write the report as JSON
`;

/**
 * Reads the command line. Paths are made absolute: npm may run this elsewhere.
 *
 * @throws {TypeError} for an option that there is none of, or a value that is none
 */
export function parseOptions(args: readonly string[], from: string): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      what: { type: 'string' },
      seed: { type: 'string' },
      from: { type: 'string' },
      cases: { type: 'string' },
      seconds: { type: 'string' },
      data: { type: 'string', multiple: true },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { what } = values;
  const chosen = TARGETS.find((name) => name === what);
  if (what !== undefined && chosen === undefined) throw new TypeError(`--what: got '${what}'`);
  return {
    what: chosen === undefined ? TARGETS : [chosen],
    seed: values.seed ?? '1',
    from: count('from', values.from ?? '0'),
    cases: count('cases', values.cases ?? '20000'),
    seconds: values.seconds === undefined ? Number.POSITIVE_INFINITY : count('seconds', values.seconds),
    data: (values.data ?? []).map((folder) => resolve(from, folder)),
    json: values.json === undefined ? undefined : resolve(from, values.json),
    help: values.help === true,
  };
}

function count(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new TypeError(`--${name}: expected a whole number, got '${text}'`);
  return Number(text);
}
