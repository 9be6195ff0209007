/**
 * The error for invalid input, as opposed to bugs in this library.
 *
 * @module harmonium-rbm/error
 */

/** Details of a {@link HarmoniumError}. */
export interface ErrorDetails {
  /** What was expected, in words: "a number from 0 to 127". */
  readonly expected?: string | undefined;
  /** What was given instead. */
  readonly got?: string | undefined;
  /** Byte offset from the start of the file. */
  readonly offset?: number | undefined;
  /** Name of the faulty option or argument. */
  readonly option?: string | undefined;
}

/**
 * An invalid file, option or argument.
 *
 * `code` is for programs and stable across versions (`midi-truncated`, `model-digest`, `option-range`, …); `message` is for people
 * and contains all details in one line.
 */
export class HarmoniumError extends Error {
  /** `HarmoniumError` */
  override readonly name: string = 'HarmoniumError';
  /** The kind of error, kebab-case. */
  declare readonly code: string;
  /** What was expected, in words. */
  declare readonly expected: string | undefined;
  /** What was given instead. */
  declare readonly got: string | undefined;
  /** Byte offset from the start of the file. */
  declare readonly offset: number | undefined;
  /** Name of the faulty option or argument. */
  declare readonly option: string | undefined;

  /**
   * @param code - the kind of error, kebab-case
   * @param what - start of the message: "the track's length is wrong"
   * @param details - `expected`, `got` and `offset` are appended to the message
   */
  constructor(code: string, what: string, details: ErrorDetails = {}) {
    const { expected, got, offset } = details;
    let message = what;
    if (expected !== undefined) message += `: expected ${expected}`;
    if (got !== undefined) message += `${expected === undefined ? ':' : ','} got ${got}`;
    if (offset !== undefined) message += ` (at byte ${offset})`;
    super(message);
    Object.assign(this, details, { code });
  }
}

/** The same error with a file's name at the start of its message. */
export function errorAbout(file: string, error: HarmoniumError): HarmoniumError {
  return Object.assign(new HarmoniumError(error.code, `${file}: ${error.message}`), error);
}
