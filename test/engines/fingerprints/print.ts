/**
 * What a bundle does.
 *
 * @module
 */
import { allFingerprints, type Material } from './fingerprints.ts';

// What engines have to speak with. A page has a `print` too, which asks for a printer.
declare const print: ((line: string) => void) | undefined;
declare const document: object | undefined;
declare const console: { log(line: string): void };

/** Prints the fingerprints as one line of JSON. */
export function printFingerprints(material: Material): void {
  const line = JSON.stringify({ fingerprints: allFingerprints(material) });
  if (typeof print === 'function' && typeof document === 'undefined') print(line);
  else console.log(line);
}
