/**
 * From MIDI to MIDI: reading, writing, cutting windows, a small training, generating.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GroupedRows } from '#internal/math/bits/bit-rows';
import { readMidi } from '#internal/midi/reading/read-midi';
import type { Song } from '#internal/midi/song';
import { writeMidi } from '#internal/midi/writing/write-midi';
import { readModel } from '#internal/model/read-model';
import { trainModel } from '#internal/music/training/train-model';
import { generate } from '#internal/music/windows/generate';
import { cutWindows } from '#internal/roll/cut-windows';
import { songToRoll } from '#internal/roll/song-to-roll';
import { timed } from '../alternate.ts';
import type { Corpus } from '../corpus.ts';
import { hash } from '../ours.ts';
import { ROOT } from '../places.ts';
import { OURS } from '../report.ts';
import type { BenchCase } from './bench-case.ts';

/** All that happens around the machine, on the whole corpus. */
export function musicCases(corpus: Corpus): BenchCase[] {
  const of = `${corpus.files.length} files`;
  const songs = corpus.files.map((bytes) => readMidi(bytes));
  const rolls = songs.map((song) => songToRoll(song).roll);
  const write = (): Uint8Array[] => songs.map((song) => writeMidi(song));
  const read = (): Song[] => corpus.files.map((bytes) => readMidi(bytes));
  const cut = (): GroupedRows => cutWindows(rolls, { steps: 15, stride: 1 });
  const train = (): Float32Array => trainModel(rolls, { seed: 'bench', epochs: 2 }).rbm.w;
  return [
    simple(`midi in ${of}`, read, (all) => hash(Uint32Array.from(all.flatMap(({ notes }) => notes.map(noteWord))))),
    simple(`midi out ${of}`, write, (all) => hash(...all)),
    simple(
      `rolls ${of}`,
      () => songs.map((song) => songToRoll(song).roll.bits),
      (all) => hash(...all),
    ),
    simple(`windows ${of}`, cut, ({ bits, starts }) => hash(bits, starts)),
    { ...simple(`train ${of} default 2 epochs`, train, (w) => hash(w)), long: true },
    { ...generation(), long: true },
  ];
}

/** A note in a word, for hashing. */
function noteWord({ start, pitch, length }: Song['notes'][number]): number {
  return (Math.imul(start, 31) + Math.imul(length, 127) + pitch) >>> 0;
}

/** A hundred windows of the model that comes with the package. */
function generation(): BenchCase {
  const model = readModel(readFileSync(join(ROOT, 'fixtures/models/default.safetensors')));
  return simple(
    'generate 100 windows',
    () => [...generate(model, { count: 100, seed: 'bench' })].map(({ roll }) => roll.bits),
    (all) => hash(...all),
  );
}

/** A case of ours alone. */
function simple<T>(name: string, step: () => T, checksum: (result: T) => number): BenchCase {
  return { name, contestants: () => [{ implementation: OURS, run: timed(step), checksum: () => checksum(step()) }] };
}
