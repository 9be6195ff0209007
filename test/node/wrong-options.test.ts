/**
 * Every option of every command, with values of the wrong type, range and unit: taken from the help texts, so that a new
 * option is here as soon as it is there.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { exitCodeOf } from '../../src/node/cli/exit-code.ts';
import type { Command } from '../../src/node/commands/command.ts';
import { harmonium } from './harmonium.ts';

const FOLDER = fileURLToPath(new URL('../../src/node/commands/', import.meta.url));

/** All commands there are. */
async function commands(): Promise<Command[]> {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.ts'));
  const modules = await Promise.all(
    names.map((name) => import(`${FOLDER}${name}`) as Promise<Record<string, unknown>>),
  );
  return modules
    .flatMap((module) => Object.values(module))
    .filter((value): value is Command => typeof (value as Command | undefined)?.run === 'function');
}

/** What no option takes that has a value of this kind. */
const NO_NUMBER = [
  'many',
  '',
  ' ',
  'NaN',
  'Infinity',
  '-Infinity',
  '-1',
  '1e999',
  '0x10',
  '1_000',
  '1,5',
  '5%',
  '10ms',
  '１',
  'null',
];
const NO_WHOLE = [...NO_NUMBER, '1.5', '1e3', '99999999999999999999'];
const WRONG: Readonly<Record<string, readonly string[]>> = {
  N: NO_WHOLE,
  K: NO_WHOLE,
  V: NO_WHOLE,
  P: NO_WHOLE,
  X: NO_NUMBER,
  BPM: NO_NUMBER,
  NATS: NO_NUMBER,
  'LO-HI': ['', '24', '24-', '-24-101', '101-24', '0-128', 'C1-F7', '24–101', '24-101-102', '1e1-20'],
  NAME: ['', 'best', 'Default', 'default '],
  HOW: ['', 'best', 'NONE', 'none,to-c'],
  KEY: ['', 'H', 'B##', '0', 'major'],
  'A-B': ['', '5-', '-8', '8-5', '0-3', 'a-b', '1.5-3'],
  WHAT: ['', 'tenor', 'Bass', 'track:', 'track:x', 'track:-1'],
  LETTERS: ['', '1', 'a?', 'A A', 'É'],
  PATH: [''],
  FILE: [''],
  DIR: [''],
  CMD: ['', 'program', "'open {file}"],
  MOOD: ['', '5', '2,0', '0,-1.5', '1,2,3', 'xyzzy'],
  TABLE: [''],
  HZ: NO_NUMBER,
  KIND: ['', 'gaussians', 'Softmax'],
};

/** Texts that may be anything. */
const FREE = ['TEXT', 'START'];

/** Options by name with what their values look like, undefined for a switch; from a help text. */
function optionsOf({ help }: Command): [name: string, value: string | undefined][] {
  return [...help.matchAll(/^ {2}(?:-\w,| {3}) --([\w-]+)(?: ([A-Z-]+))? {2}/gm)].map(([, name = '', value]) => [
    name,
    value,
  ]);
}

/** What a command insists on, apart from the option that is tried. */
function needed({ name }: Command, tried: string): string[] {
  if (tried === 'voice' && name !== 'render') return ['--wav'];
  if (tried === 'vary') return ['--form=AABA'];
  if (tried === 'recogniser') return ['--speech=/nowhere/at-all.wav'];
  return name === 'fill' && tried !== 'bars' ? ['--bars=1-2'] : [];
}

/** How the command refuses such arguments; it must do so before it looks for any file. */
async function refusal(
  command: Command,
  args: readonly string[],
  inputs: readonly string[] = ['/nowhere/at-all.mid'],
): Promise<HarmoniumError> {
  try {
    const code = await command.run([...args, ...inputs]);
    throw new Error(`${args.join(' ')} ended with ${code}`);
  } catch (error) {
    if (error instanceof HarmoniumError) return error;
    throw error;
  }
}

const ALL = await commands();

it('there are commands, and options of theirs', () => {
  expect(ALL.map(({ name }) => name)).toEqual(expect.arrayContaining(['train', 'generate', 'inspect']));
  for (const command of ALL) expect(optionsOf(command).length).toBeGreaterThan(0);
});

describe.each(ALL.map((command) => [command.name, command] as const))('%s', (_, command) => {
  const options = optionsOf(command);

  it.each(options.filter(([, value]) => value === undefined))('--%s takes no value', async (name) => {
    expect(exitCodeOf(await refusal(command, [`--${name}=yes`]))).toBe(2);
  });

  it.each(options.filter(([, value]) => value !== undefined))('--%s %s', async (name, value = '') => {
    expect([...Object.keys(WRONG), ...FREE]).toContain(value);
    // Without a value at all.
    const none = await refusal(command, ['/nowhere/at-all.mid', `--${name}`], []);
    expect({ exit: exitCodeOf(none), message: none.message }).toEqual({
      exit: 2,
      message: expect.stringMatching(new RegExp(`^[^\\n]*--${name}\\b[^\\n]*$`)),
    });
    for (const wrong of WRONG[value] ?? []) {
      const error = await refusal(command, [...needed(command, name), `--${name}=${wrong}`]);
      expect({ name, wrong, exit: exitCodeOf(error) }).toEqual({ name, wrong, exit: 2 });
      expect(error.message).toMatch(new RegExp(`^--${name}: expected .+$`));
    }
  });

  const valued = options.some(([, value]) => value !== undefined);

  it.runIf(valued)('says so in one line and with exit code 2, as a program', () => {
    const number = optionsOf(command).find(([, value]) => value === 'N');
    const [name, wrong] = number === undefined ? ['output', ''] : [number[0], '12 bars'];
    const ran = harmonium([command.name, '/nowhere/at-all.mid', ...needed(command, ''), `--${name}`, wrong]);
    expect(ran).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(new RegExp(`^harmonium: --[\\w-]+: expected .*got '${wrong}'\\n$`)),
    });
  });
});
