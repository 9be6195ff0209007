/**
 * The letters of all pictures.
 *
 * @module
 */

/** What each system writes its own windows in; nothing is fetched for it. */
export const FONT: string = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif';
