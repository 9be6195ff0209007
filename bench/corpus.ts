/**
 * The music that all of the bench works on.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { readTracks } from '#internal/midi/reading/read-tracks';
import { articleRoll } from '#internal/roll/article-roll';
import type { PianoRoll } from '#internal/roll/piano-roll';

/** A folder of MIDI files. */
export interface Corpus {
  readonly folder: string;
  /** The folder's own name. */
  readonly name: string;
  readonly files: readonly Uint8Array[];
  /** As the original program reads them, one a file. */
  readonly rolls: readonly PianoRoll[];
}

/** Reads the MIDI files of a folder, in the order of their names. All of them must be readable. */
export function readCorpus(folder: string): Corpus {
  const names = readdirSync(folder)
    .filter((name) => /\.midi?$/i.test(name))
    .sort();
  if (names.length === 0) throw new Error(`${folder}: expected MIDI files, got none`);
  const files = names.map((name) => new Uint8Array(readFileSync(join(folder, name))));
  return { folder, name: basename(folder), files, rolls: files.map((bytes) => articleRoll(readTracks(bytes)).roll) };
}
