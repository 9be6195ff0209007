/**
 * What is said on the terminal: talk on stderr, data on stdout.
 *
 * @module
 */
import { styleText } from 'node:util';

/** A line of talk. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A line of data. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Whether colour may be used on stderr. */
function colourful(): boolean {
  return process.stderr.isTTY === true && !process.env['NO_COLOR'];
}

/** `text` in a style for stderr, plain where colour is not wanted. */
export function styled(style: 'bold' | 'dim' | 'red' | 'green' | 'yellow', text: string): string {
  return colourful() ? styleText(style, text, { validateStream: false }) : text;
}

/** Seconds as people say them: `4.2 s`, `3 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** A count with its noun: `1 file`, `2 files`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}
