/**
 * The font of all pictures.
 *
 * @module
 */

/** The system's interface font: nothing is downloaded. */
export const FONT: string = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif';
