/**
 * What a command is.
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
  /** Does it, given what stands behind the command's name. Throws, or gives the exit code. */
  run(args: readonly string[]): Promise<number>;
}
