/**
 * Folders of real MIDI files.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shared } from '../shared.ts';

/** A file and what is in it. */
export interface MidiFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** All MIDI files of a folder in `shared`, by name; none if it is not there. */
export function midiFiles(folder: string): MidiFile[] {
  const path = shared(folder);
  if (path === undefined) return [];
  const names = readdirSync(path).filter((name) => /\.midi?$/.test(name));
  return names.sort().map((name) => ({ name, bytes: readFileSync(join(path, name)) }));
}
