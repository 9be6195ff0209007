/**
 * Command line options, told once: how they are read, checked and explained.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { HarmoniumError } from '../../error.ts';

/** An option of a command. */
interface Option {
  /** What its value looks like in the help (`N`, `FILE`); without one it is a switch. */
  readonly value?: string;
  /** One letter that stands for it. */
  readonly short?: string;
  readonly help: string;
}

/** Options by name, without the dashes. */
export type OptionTable = Readonly<Record<string, Option>>;

/** What was given: a text for an option with a value, `true` for a switch. */
export type Given<T extends OptionTable> = { readonly [K in keyof T]?: T[K] extends { value: string } ? string : true };

/** A command's line, taken apart. */
export interface CommandLine<T extends OptionTable> {
  readonly given: Given<T>;
  readonly inputs: readonly string[];
}

/** A mistake in how the command was called: exit code 2. */
export function usageError(message: string, option?: string): HarmoniumError {
  return new HarmoniumError('usage', message, option === undefined ? {} : { option });
}

/** Takes a command's arguments apart. Throws a {@link usageError} for an unknown option or a missing value. */
export function parseCommandLine<T extends OptionTable>(table: T, args: readonly string[]): CommandLine<T> {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string }> = {};
  for (const [name, { value, short }] of Object.entries(table)) {
    options[name] = { type: value === undefined ? 'boolean' : 'string', ...(short === undefined ? {} : { short }) };
  }
  try {
    const { values, positionals } = parseArgs({ args: joinNegative(table, args), options, allowPositionals: true });
    if (positionals.includes('')) throw usageError('an empty text is no path');
    return { given: values as Given<T>, inputs: positionals };
  } catch (error) {
    if (error instanceof HarmoniumError) throw error;
    // Node explains at length; its first sentence says it.
    const [first = ''] = (error as Error).message.split(/[.\n](?:\s|$)|\n/);
    throw usageError(first.replace(/^./, (letter) => letter.toLowerCase()));
  }
}

/** `--rate -1` as `--rate=-1` and `-n -1` as `-n-1`, so that the range check can say what is wrong with it. */
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

/** The text an option was given. */
export function textOption(name: string, text: string | undefined, longest: number): string | undefined {
  if ((text?.length ?? 0) > longest) throw wrongValue(name, `at most ${longest} characters`, `${text?.slice(0, 20)}…`);
  return text;
}

/** The path an option was given. */
export function pathOption(name: string, text: string | undefined): string | undefined {
  if (text === '') throw wrongValue(name, 'a path', '');
  return text;
}

/** The whole number an option was given. */
export function integerOption(name: string, text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[+-]?\d+$/.test(text) || Number(text) < low || Number(text) > high) {
    throw wrongValue(name, `a whole number from ${low} to ${high}`, text);
  }
  return Number(text);
}

/** The number an option was given. */
export function numberOption(name: string, text: string | undefined, low: number, high: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (!(number >= low && number <= high)) throw wrongValue(name, `a number from ${low} to ${high}`, text);
  return number;
}

/** One of several words. */
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

/** An option's value that cannot be used. */
function wrongValue(name: string, expected: string, got: string): HarmoniumError {
  return new HarmoniumError('option-range', `--${name}`, { expected, got: `'${got}'`, option: name });
}

/** The options as lines of a help text. */
export function explainOptions(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { value, short, help }]) => [
    `${short === undefined ? '   ' : `-${short},`} --${name}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(([left = '', help = '']) => `  ${left.padEnd(width)}  ${help}`).join('\n');
}
