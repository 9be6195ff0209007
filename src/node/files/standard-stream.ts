/**
 * The path `-`.
 *
 * @module
 */

/** As a path: stdin or stdout. */
export const STANDARD_STREAM = '-';
