#!/usr/bin/env node
/**
 * The `harmonium` command.
 *
 * @module
 */
import { HarmoniumError } from '../error.ts';
import { type Command, EXIT } from './commands/command.ts';
import { GENERATE } from './commands/generate.ts';
import { INSPECT } from './commands/inspect.ts';
import { TRAIN } from './commands/train.ts';
import { usageError } from './options.ts';
import { print, say, styled } from './terminal.ts';
import { version } from './version.ts';

const COMMANDS: readonly Command[] = [TRAIN, GENERATE, INSPECT];

const HELP = `harmonium: a Restricted Boltzmann Machine that learns from MIDI files and writes new music

${COMMANDS.map(({ name, summary }) => `  harmonium ${name.padEnd(10)} ${summary}`).join('\n')}
  harmonium help COMMAND   all about one of them
  harmonium --version

Exit codes: 0 done, 1 unexpected, 2 wrong usage, 3 no usable input, 130 interrupted.

Start with
  harmonium generate                 ten new pieces from the model that comes with it
  harmonium train FOLDER             a model of your own
`;

async function main([first, ...rest]: readonly string[]): Promise<number> {
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    process.stdout.write(rest[0] === undefined ? HELP : commandNamed(rest[0]).help);
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

/** Which exit code an error of ours means. */
function exitCodeOf({ code }: HarmoniumError): number {
  if (code === 'usage' || code.startsWith('option-')) return EXIT.usage;
  return code === 'write' ? EXIT.unexpected : EXIT.noInput;
}

// A reader that has seen enough (`harmonium inspect … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof HarmoniumError)) throw error;
  say(`${styled('red', 'harmonium:')} ${error.message}`);
  if (error.code === 'usage') say(styled('dim', `see: harmonium help`));
  process.exitCode = exitCodeOf(error);
}
