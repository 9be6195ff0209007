/**
 * Output: messages on stderr, data on stdout.
 *
 * @module
 */
import { styleText } from 'node:util';

let statusShown = false;

/** Shows a status line on stderr; the next one replaces it. */
export function showStatus(text: string): void {
  process.stderr.write(`\r\x1b[K${text}`);
  statusShown = true;
}

/** Removes the status line. */
export function clearStatus(): void {
  if (statusShown) process.stderr.write('\r\x1b[K');
  statusShown = false;
}

/** Prints a message on stderr. */
export function printMessage(line: string): void {
  clearStatus();
  process.stderr.write(`${line}\n`);
}

/** Prints a line of data on stdout. */
export function print(line: string): void {
  clearStatus();
  process.stdout.write(`${line}\n`);
}

/** `text` with a style, if the stream is a terminal and `NO_COLOR` is not set. */
export function styled(
  style: 'bold' | 'dim' | 'red' | 'green' | 'yellow',
  text: string,
  stream: NodeJS.WriteStream = process.stderr,
): string {
  const colourful = stream.isTTY === true && !process.env['NO_COLOR'];
  return colourful ? styleText(style, text, { validateStream: false }) : text;
}

/**
 * Text from outside, such as a file name, made safe for a terminal: control characters, which could move the cursor or change
 * the writing direction, become escapes.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`;
  });
}

/** A path, quoted for a shell if needed. */
export function quoted(path: string): string {
  return /^[\w./:@%+,=-]+$/.test(path) ? path : `'${printable(path).replaceAll("'", "'\\''")}'`;
}

/** A duration for people: `4.2 s`, `3 min 05 s`. */
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
