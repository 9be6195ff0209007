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
import { writeErrorOrThrow } from './files/file-error.ts';
import { isReaderGone } from './files/write-file.ts';

/** Only the command that runs is loaded: all together take 150 ms. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  train: async () => (await import('./commands/train.ts')).TRAIN,
  generate: async () => (await import('./commands/generate.ts')).GENERATE,
  compose: async () => (await import('./commands/compose.ts')).COMPOSE,
  continue: async () => (await import('./commands/continue.ts')).CONTINUE,
  fill: async () => (await import('./commands/fill.ts')).FILL,
  harmonise: async () => (await import('./commands/harmonise.ts')).HARMONISE,
  render: async () => (await import('./commands/render.ts')).RENDER,
  inspect: async () => (await import('./commands/inspect.ts')).INSPECT,
  mood: async () => (await import('./commands/mood.ts')).MOOD,
  voice: async () => (await import('./commands/voice.ts')).VOICE,
  evaluate: async () => (await import('./commands/evaluate.ts')).EVALUATE,
  compact: async () => (await import('./commands/compact.ts')).COMPACT,
};

async function help(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  return `harmonium: a Restricted Boltzmann Machine that learns from MIDI files and writes new music

${commands.map(({ name, summary }) => `  harmonium ${name.padEnd(10)} ${summary}`).join('\n')}
  harmonium help COMMAND   every option of a command, with examples
  harmonium --version

Exit codes: 0 done, 1 unexpected, 2 wrong usage, 3 no usable input, 130 interrupted.

Start with
  harmonium generate                 ten new pieces from the bundled model
  harmonium compose "hope and wonder"  music of a mood, with its chords
  harmonium train FOLDER             a model from your own music
`;
}

async function main([first, ...rest]: readonly string[]): Promise<number> {
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    process.stdout.write(
      rest[0] === undefined || rest[0] === 'help' ? await help() : (await commandNamed(rest[0])).help,
    );
    return EXIT.done;
  }
  if (first === '--version' || first === 'version') {
    print(version());
    return EXIT.done;
  }
  const command = await commandNamed(first);
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(command.help);
    return EXIT.done;
  }
  return command.run(rest);
}

async function commandNamed(name: string): Promise<Command> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load !== undefined) return load();
  throw usageError(`there is no command '${name}': expected ${Object.keys(COMMANDS).join(', ')} or help`);
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
