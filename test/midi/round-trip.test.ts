import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import type { MidiWarning } from '../../src/midi/reading/warning.ts';
import { writeMidi } from '../../src/midi/writing/write-midi.ts';
import { ANY_SHAPE, arbitrarySong, SHORT_SHAPE } from './arbitrary-song.ts';
import { midiFiles } from './midi-files.ts';
import { musicOf } from './music-of.ts';

describe('writing, then reading', () => {
  for (const [name, shape] of Object.entries({ any: ANY_SHAPE, short: SHORT_SHAPE })) {
    it(`gives the same song and no warning (${name})`, () => {
      fc.assert(
        fc.property(arbitrarySong(shape), (song) => {
          const warnings: MidiWarning[] = [];
          const read = readMidi(writeMidi(song), { onWarning: (warning) => warnings.push(warning) });
          expect(musicOf(read)).toEqual(song);
          expect(warnings.filter(({ code }) => code !== 'midi-numerator')).toEqual([]);
        }),
        { numRuns: 1000 },
      );
    });
  }

  it('does not mind the order of the lists', () => {
    fc.assert(
      fc.property(arbitrarySong(), (song) => {
        // Turning the list round would swap notes that differ in velocity only: keep one of each start.
        const inOrder = song.notes.filter((note, i) => i === 0 || note.start !== song.notes[i - 1]?.start);
        const notes = [...inOrder].sort((a, b) => b.start - a.start);
        expect(readMidi(writeMidi({ ...song, notes })).notes).toEqual(inOrder);
      }),
    );
  });
});

for (const folder of ['corpora/pop', 'corpora/jsfakes/midi']) {
  const files = midiFiles(folder);
  it.skipIf(files.length === 0)(`reading, writing and reading gives the same song: ${folder}`, () => {
    for (const { name, bytes } of files) {
      const song = readMidi(bytes);
      // As entries are told apart by being the same object, those of another reading are written anew.
      const copy = structuredClone(musicOf(song));
      expect({ name, song: musicOf(readMidi(writeMidi(copy))) }).toEqual({ name, song: copy });
      expect({ name, empty: song.notes.length === 0 }).toEqual({ name, empty: false });
    }
  });
}
