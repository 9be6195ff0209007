import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import { writeMidi } from '../../src/midi/writing/write-midi.ts';
import { songToRoll } from '../../src/roll/song-to-roll.ts';
import { shared } from '../shared.ts';
import { chunk, END, fileOf, header } from './bytes.ts';
import { mutate } from './mutate.ts';

/** Small files of all kinds. */
function seeds(): Uint8Array[] {
  const tempo = [0, 0xff, 0x51, 3, 7, 161, 32, 0, 0xff, 0x58, 4, 3, 2, 24, 8, 0, 0xff, 3, 5, 80, 105, 97, 110, 111];
  const notes = [0, 0x90, 60, 80, 0, 64, 80, 0x81, 0x40, 60, 0, 0, 0xb0, 64, 127, 10, 0x80, 64, 0, 0, 0xc0, 5];
  const files = [
    fileOf([...tempo, ...notes, ...END]),
    Uint8Array.from([...header(1, 2, 480), ...chunk('MTrk', [...tempo, ...END]), ...chunk('MTrk', [...notes, ...END])]),
    Uint8Array.from([...header(2, 1, 0xe728), ...chunk('XXXX', [1, 2]), ...chunk('MTrk', [...notes, ...END])]),
    Uint8Array.from([...header(0, 1, 1), ...chunk('MTrk', [...notes, 255, 255, 255, 127, 60, 0, ...END])]),
  ];
  const folder = shared('nasty');
  if (folder === undefined) return files;
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.mid'))) {
    const bytes = readFileSync(join(folder, name));
    if (bytes.length > 0 && bytes.length < 1000) files.push(bytes);
  }
  return files;
}

it('20,000 broken files: each is refused by name or read as music that can be written', () => {
  const files = seeds();
  const codes = new Set<string>();
  let read = 0;
  for (let n = 0; n < 20000; n++) {
    const bytes = mutate(files[n % files.length] ?? new Uint8Array(0), n);
    try {
      const song = readMidi(bytes);
      read++;
      expect(readMidi(writeMidi(song)).notes).toEqual(song.notes);
      songToRoll(song, { maxSteps: 10000 });
    } catch (error) {
      if (!(error instanceof HarmoniumError)) throw error;
      codes.add(error.code);
    }
  }
  // The mutations reach the kinds of fault there are, and do not break everything.
  expect(read).toBeGreaterThan(2500);
  expect([...codes]).toEqual(
    expect.arrayContaining([
      'midi-chunk',
      'midi-data-byte',
      'midi-division',
      'midi-header',
      'midi-status',
      'midi-time-signature',
      'midi-truncated',
      'midi-variable-length',
      'roll-too-long',
    ]),
  );
  for (const code of codes) expect(code).toMatch(/^(midi|roll)-/);
});
