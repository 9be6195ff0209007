/**
 * What a bundle does.
 *
 * @module
 */
import { allFingerprints, laneFingerprints, type Material } from './fingerprints.ts';

// What engines have to speak with. A page has a `print` too, which asks for a printer.
declare const print: ((line: string) => void) | undefined;
declare const document: object | undefined;
/** Given by a host whose engine compiles no WebAssembly while it runs. */
declare const compiledLanes: object | undefined;
declare const console: { log(line: string): void };

/** Prints the fingerprints as one line of JSON. */
export function printFingerprints(material: Material): void {
  const lanes = laneFingerprints(material, typeof compiledLanes === 'undefined' ? undefined : compiledLanes);
  const line = JSON.stringify({ fingerprints: allFingerprints(material), lanes: lanes ?? null });
  if (typeof print === 'function' && typeof document === 'undefined') print(line);
  else console.log(line);
}
