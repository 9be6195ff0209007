/**
 * The interface of a command.
 *
 * @module
 */

/** A command of the program. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The whole help text. */
  readonly help: string;
  /** Runs the command with the arguments after its name. Returns the exit code, or throws. */
  run(args: readonly string[]): Promise<number>;
}
