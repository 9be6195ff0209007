/**
 * Command line options: parsing, checks and help texts, from one table a command.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { HarmoniumError } from '../../error.ts';

/** An option of a command. */
interface Option {
  /** The placeholder of its value in the help (`N`, `FILE`); an option without one is a switch. */
  readonly value?: string;
  /** Its short form: one letter. */
  readonly short?: string;
  readonly help: string;
}

/** Options by name, without the dashes. */
export type OptionTable = Readonly<Record<string, Option>>;

/** The options that were given: a text for an option with a value, `true` for a switch. */
export type Given<T extends OptionTable> = { readonly [K in keyof T]?: T[K] extends { value: string } ? string : true };

/** The parsed command line. */
export interface CommandLine<T extends OptionTable> {
  readonly given: Given<T>;
  readonly inputs: readonly string[];
}

/** An error for wrong usage: exit code 2. */
export function usageError(message: string, option?: string): HarmoniumError {
  return new HarmoniumError('usage', message, option === undefined ? {} : { option });
}

/** Parses a command's arguments. Throws a {@link usageError} for an unknown option or a missing value. */
export function parseCommandLine<T extends OptionTable>(table: T, args: readonly string[]): CommandLine<T> {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const [name, { value, short }] of Object.entries(table)) {
    options[name] = { type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) };
  }
  try {
    const { values, positionals } = parseArgs({ args: joinNegative(table, args), options, allowPositionals: true });
    if (positionals.includes('')) throw usageError('an empty text is not a path');
    return { given: values as Given<T>, inputs: positionals };
  } catch (error) {
    if (error instanceof HarmoniumError) throw error;
    // Node's message is several sentences long; the first one is enough.
    const [first = ''] = (error as Error).message.split(/[.\n](?:\s|$)|\n/);
    throw usageError(first.replace(/^./, (letter) => letter.toLowerCase()));
  }
}

/** Turns `--rate -1` into `--rate=-1` and `-n -1` into `-n-1`. `parseArgs` would take `-1` for an option; now the range check reports it. */
function joinNegative(table: OptionTable, args: readonly string[]): string[] {
  const takesValue = new Map<string, string>();
  for (const [name, { value, short }] of Object.entries(table)) {
    if (value === undefined) continue;
    takesValue.set(`--${name}`, '=');
    if (short !== undefined) takesValue.set(`-${short}`, '');
  }
  const joined: string[] = [];
  for (const arg of args) {
    const last = joined.at(-1) ?? '';
    const sign = takesValue.get(last);
    if (sign !== undefined && /^-[\d.]/.test(arg)) joined[joined.length - 1] = last + sign + arg;
    else joined.push(arg);
  }
  return joined;
}

/** A text of limited length. */
export function textOption(name: string, text: string | undefined, longest: number): string | undefined {
  if ((text?.length ?? 0) > longest) throw wrongValue(name, `at most ${longest} characters`, `${text?.slice(0, 20)}…`);
  return text;
}

/** A path. */
export function pathOption(name: string, text: string | undefined): string | undefined {
  if (text === '') throw wrongValue(name, 'a path', '');
  return text;
}

/** A whole number. */
export function integerOption(name: string, text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[+-]?\d+$/.test(text) || Number(text) < low || Number(text) > high) {
    throw wrongValue(name, `a whole number from ${low} to ${high}`, text);
  }
  return Number(text);
}

/** A number. */
export function numberOption(name: string, text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!(number >= low && number <= high)) throw wrongValue(name, `a number from ${low} to ${high}`, text);
  return number;
}

/** One of several choices. */
export function choiceOption<C extends string>(
  name: string,
  text: string | undefined,
  choices: readonly C[],
): C | undefined {
  if (text === undefined) return undefined;
  const choice = choices.find((c) => c === text);
  if (choice === undefined) throw wrongValue(name, choices.join(' or '), text);
  return choice;
}

/** `LO-HI`, both MIDI pitches. */
export function pitchesOption(name: string, text: string | undefined): { low: number; high: number } | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,3})-(\d{1,3})$/.exec(text);
  const [low, high] = [Number(match?.[1]), Number(match?.[2])];
  if (!(low <= high && high <= 127)) throw wrongValue(name, 'LO-HI, two pitches from 0 to 127 such as 24-101', text);
  return { low, high };
}

/** The error for a value that is not allowed. */
function wrongValue(name: string, expected: string, got: string): HarmoniumError {
  return new HarmoniumError('option-range', `--${name}`, { expected, got: `'${got}'`, option: name });
}

/** The lines of a help text for the options. */
export function explainOptions(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { value, short, help }]) => [
    `${short === undefined ? '   ' : `-${short},`} --${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(([left = '', help = '']) => `  ${left.padEnd(width)}  ${help}`).join('\n');
}
