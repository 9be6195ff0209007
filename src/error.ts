/**
 * The one error that means "what you gave cannot be used", as opposed to a mistake in this library.
 *
 * @module harmonium-rbm/error
 */

/** What a {@link HarmoniumError} tells besides its sentence. */
export interface ErrorDetails {
  /** What would have been right, in words: "a number from 0 to 127". */
  readonly expected?: string | undefined;
  /** What was found instead. */
  readonly got?: string | undefined;
  /** Where, in bytes from the start of the file. */
  readonly offset?: number | undefined;
  /** The option or argument at fault, as the caller spelled it. */
  readonly option?: string | undefined;
}

/**
 * A file, an option or an argument that cannot be used.
 *
 * `code` is for programs and stays the same from version to version (`midi-truncated`, `model-digest`, `option-range`,
 * …); `message` is for people and says all of it in one line.
 */
export class HarmoniumError extends Error {
  override readonly name: string = 'HarmoniumError';
  declare readonly code: string;
  declare readonly expected: string | undefined;
  declare readonly got: string | undefined;
  declare readonly offset: number | undefined;
  declare readonly option: string | undefined;

  /**
   * @param code - what kind of fault, kebab-case
   * @param what - the sentence's start: "the track's length is wrong"
   * @param details - expected and got are put into the sentence, the offset at its end
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

/** The same error with the name of the file it is about at the start of its sentence. */
export function errorAbout(file: string, error: HarmoniumError): HarmoniumError {
  return Object.assign(new HarmoniumError(error.code, `${file}: ${error.message}`), error);
}
