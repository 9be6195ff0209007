/**
 * The long version of a test, which runs only when asked for.
 *
 * @module
 */

/** Whether `HARMONIUM_SLOW=1` is set; if not, says on the console what is left out. */
export function slow(what: string): boolean {
  if (process.env['HARMONIUM_SLOW'] === '1') return true;
  console.log(`skipped: ${what} (HARMONIUM_SLOW=1 runs it)`);
  return false;
}
