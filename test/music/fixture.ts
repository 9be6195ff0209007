import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Model, type Note, readMidi, readModel, type Song } from '../../src/index.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));

/** The model that comes with the program. */
export const MODEL: Model = readModel(readFileSync(join(FIXTURES, 'models/default.safetensors')));

/** A song of the bundled corpus. */
export function bundled(name: string): Song {
  return readMidi(readFileSync(join(FIXTURES, 'midi', `${name}.mid`)));
}

/** Every n-th song of the bundled corpus. */
export function someBundled(every: number): Song[] {
  const names = readdirSync(join(FIXTURES, 'midi')).sort();
  return names.filter((_, n) => n % every === 0).map((name) => readMidi(readFileSync(join(FIXTURES, 'midi', name))));
}

/** A song of these notes, 96 ticks a quarter note, in one track. */
export function songOf(notes: readonly Partial<Note>[], more: Partial<Song> = {}): Song {
  const whole = notes.map((note) => ({
    start: 0,
    length: 96,
    pitch: 60,
    velocity: 80,
    channel: 0,
    track: 0,
    ...note,
  }));
  return {
    format: 0,
    ppq: 96,
    tracks: 1,
    end: Math.max(0, ...whole.map(({ start, length }) => start + length)),
    notes: whole,
    tempos: [],
    timeSignatures: [],
    programs: [],
    pedals: [],
    ...more,
  };
}

/** The notes that a work added: those of the track behind the song's. */
export function newNotes(before: Song, after: Song): readonly Note[] {
  return after.notes.filter(({ track }) => track === before.tracks);
}

/** All others. */
export function oldNotes(before: Song, after: Song): readonly Note[] {
  return after.notes.filter(({ track }) => track !== before.tracks);
}
