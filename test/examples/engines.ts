/**
 * Engines and browsers that examples are tried on, as far as they are there.
 *
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const ROOT: string = fileURLToPath(new URL('../../', import.meta.url));
const ENGINES = `${ROOT}test/engines/`;

/** Where a file of an npm package is, or undefined; what is missing is said with the command that installs it. */
export function installed(path: string): string | undefined {
  const full = `${ENGINES}node_modules/${path}`;
  if (existsSync(full)) return full;
  console.log(`skipped: ${path} is not there (install: npm install --prefix test/engines)`);
  return undefined;
}

/** Debian's Chromium, or undefined. */
export function chromiumPath(): string | undefined {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
  if (found === undefined) console.log('skipped: Chromium is not there (install: apt-get install chromium)');
  return found;
}

/** A package of `test/engines`. */
export function load(name: string): unknown {
  return createRequire(`${ENGINES}package.json`)(name);
}

/** Starts a program that says on a line of its output that it is ready; gives it and the lines up to then. */
export async function start(
  command: string,
  args: readonly string[],
  ready: RegExp,
): Promise<{ child: ChildProcess; lines: string[] }> {
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (ready.test(line)) return { child, lines };
  }
  throw new Error(`${command} ended before it was ready`);
}
