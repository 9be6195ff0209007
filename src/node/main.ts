#!/usr/bin/env node
/**
 * The `harmonium` command.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { EXIT, exitCodeOf } from './cli/exit-code.ts';
import { withOptionNames } from './cli/limits.ts';
import { usageError } from './cli/options.ts';
import { exitOnSignals } from './cli/signals.ts';
import { print, printable, printMessage, styled } from './cli/terminal.ts';
import { version } from './cli/version.ts';
import type { Command } from './commands/command.ts';
import { COMPACT } from './commands/compact.ts';
import { CONTINUE } from './commands/continue.ts';
import { EVALUATE } from './commands/evaluate.ts';
import { FILL } from './commands/fill.ts';
import { GENERATE } from './commands/generate.ts';
import { HARMONISE } from './commands/harmonise.ts';
import { INSPECT } from './commands/inspect.ts';
import { MOOD } from './commands/mood.ts';
import { RENDER } from './commands/render.ts';
import { TRAIN } from './commands/train.ts';
import { writeErrorOrThrow } from './files/file-error.ts';
import { isReaderGone } from './files/write-file.ts';

const COMMANDS: readonly Command[] = [TRAIN, GENERATE, CONTINUE, FILL, HARMONISE, RENDER, INSPECT, MOOD, EVALUATE, COMPACT];

const HELP = `harmonium: a Restricted Boltzmann Machine that learns from MIDI files and writes new music

${COMMANDS.map(({ name, summary }) => `  harmonium ${name.padEnd(10)} ${summary}`).join('\n')}
  harmonium help COMMAND   every option of a command, with examples
  harmonium --version

Exit codes: 0 done, 1 unexpected, 2 wrong usage, 3 no usable input, 130 interrupted.

Start with
  harmonium generate                 ten new pieces from the bundled model
  harmonium train FOLDER             a model from your own music
`;

async function main([first, ...rest]: readonly string[]): Promise<number> {
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    process.stdout.write(rest[0] === undefined || rest[0] === 'help' ? HELP : commandNamed(rest[0]).help);
    return EXIT.done;
  }
  if (first === '--version' || first === 'version') {
    print(version());
    return EXIT.done;
  }
  const command = commandNamed(first);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(command.help);
    return EXIT.done;
  }
  return command.run(rest);
}

function commandNamed(name: string): Command {
  const command = COMMANDS.find((c) => c.name === name);
  if (command !== undefined) return command;
  throw usageError(`there is no command '${name}': expected ${COMMANDS.map((c) => c.name).join(', ')} or help`);
}

/** Prints an error in one line; returns the exit code. */
function fail(cause: unknown): number {
  const error = systemError(cause);
  if (!(error instanceof HarmoniumError)) throw error;
  const advice = error.code === 'usage' ? styled('dim', ' (see: npx harmonium help)') : '';
  printMessage(`${styled('red', 'harmonium:')} ${printable(withOptionNames(error))}${advice}`);
  return exitCodeOf(error);
}

/** An error of the system, such as a deleted working folder, as an error of ours: without a stack trace. */
function systemError(error: unknown): unknown {
  const { syscall, message } = (error ?? {}) as NodeJS.ErrnoException;
  return typeof syscall === 'string' ? new HarmoniumError('system', message) : error;
}

// If nobody reads stderr any more, the work continues.
process.stderr.on('error', () => {});
process.stdout.on('error', (error) => {
  if (isReaderGone(error)) process.exit(EXIT.done);
  process.exit(fail(writeErrorOrThrow('to stdout', error)));
});
exitOnSignals();

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = fail(error);
}
