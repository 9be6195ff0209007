/**
 * @module
 */

/** As a path it stands for stdin or stdout. */
export const STANDARD_STREAM = '-';
