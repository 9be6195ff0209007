/**
 * What the fuzzer is asked to do.
 *
 * @module
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { COMMANDS } from './commands.ts';

/** Readers that can be fuzzed, by name. */
const TARGETS = ['midi', 'model', 'player', 'voice', 'wav'] as const;

/** The name of a reader that can be fuzzed. */
export type TargetName = (typeof TARGETS)[number];

/** Cases by default: of each reader, and of each command, whose cases are processes of their own. */
export const READER_CASES = 20000;
export const COMMAND_CASES = 300;

/** The command line, understood. */
export interface Options {
  readonly what: readonly (TargetName | 'commands' | 'signals')[];
  /** With `commands` or `signals`: this one alone. */
  readonly command: string | undefined;
  readonly seed: string;
  /** Number of the first case. */
  readonly from: number;
  /** How many cases of each; undefined is {@link READER_CASES} or {@link COMMAND_CASES}. */
  readonly cases: number | undefined;
  /** Stop after so many seconds of each; Infinity is not at all. */
  readonly seconds: number;
  /** Folders of files to break, besides those of the repository. */
  readonly data: readonly string[];
  /** Where to write the report for machines. */
  readonly json: string | undefined;
  readonly help: boolean;
}

export const HELP: string = `npm run fuzz [-- options]

Breaks good files in all sorts of ways and looks what the library makes of them; and runs
every command on files that are correct, small, and ask for a lot of work; and interrupts
long work. A case has a number, and is the same for the same seed and files whatever ran
before it.

  --what NAME     midi, model, player (its reader beside readModel), voice, wav, commands
                  or signals (all)
  --command NAME  with commands or signals: this one alone, such as fill or 'inspect --picture'
  --cases N       how many of each (${READER_CASES}; ${COMMAND_CASES} of each command)
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
      command: { type: 'string' },
      seed: { type: 'string' },
      from: { type: 'string' },
      cases: { type: 'string' },
      seconds: { type: 'string' },
      data: { type: 'string', multiple: true },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const { what, command } = values;
  const chosen = ([...TARGETS, 'commands', 'signals'] as const).find((name) => name === what);
  if (what !== undefined && chosen === undefined) throw new TypeError(`--what: got '${what}'`);
  if (command !== undefined && !Object.hasOwn(COMMANDS, command)) throw new TypeError(`--command: got '${command}'`);
  return {
    what: chosen === undefined ? [...TARGETS, 'commands', 'signals'] : [chosen],
    command,
    seed: values.seed ?? '1',
    from: count('from', values.from ?? '0'),
    cases: values.cases === undefined ? undefined : count('cases', values.cases),
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
