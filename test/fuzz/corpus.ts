/**
 * The files that cases are made of.
 *
 * @module
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HarmoniumError } from 'harmonium-rbm/error';
import { readMidi } from '#internal/midi/reading/read-midi';

/** Larger files would only slow things down. */
const MOST_BYTES = 40000;

/** The good MIDI files in and under folders, in the order of their paths. */
export function goodMidiFiles(folders: readonly string[]): Uint8Array[] {
  const files: Uint8Array[] = [];
  for (const folder of folders) {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    for (const name of names) {
      const path = join(folder, name);
      if (!/\.midi?$/i.test(name) || statSync(path).size > MOST_BYTES) continue;
      const bytes = new Uint8Array(readFileSync(path));
      if (isGood(bytes)) files.push(bytes);
    }
  }
  if (files.length === 0) throw new Error(`expected MIDI files in ${folders.join(', ')}, got none`);
  return files;
}

/** Whether there is nothing to complain about: only such a file can be taken apart. */
function isGood(bytes: Uint8Array): boolean {
  let warnings = 0;
  try {
    readMidi(bytes, { onWarning: () => warnings++ });
  } catch (error) {
    if (error instanceof HarmoniumError) return false;
    throw error;
  }
  return warnings === 0 && bytes[0] === 0x4d;
}
