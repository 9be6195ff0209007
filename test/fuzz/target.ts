/**
 * What can be fuzzed.
 *
 * @module
 */

/** A case: the bytes of a file, and what was done to it. */
export interface Case {
  readonly bytes: Uint8Array;
  /** Names of mutations. */
  readonly how: readonly string[];
}

/** Something that reads files. */
export interface Target<C extends Case = Case, Result = unknown> {
  /** Case number `index`: always the same for the same seed and files. */
  make(index: number): C;
  /** Reads it, as a user's program would: the part that is measured. Errors of ours are results; others are thrown. */
  attempt(made: C): Result;
  /** `read`, or the code of the refusal. Throws a {@link Finding} if that is not right. */
  judge(made: C, result: Result): string;
}

/** Something that must not be. */
export class Finding extends Error {
  override readonly name: string = 'Finding';
}
