import { describe, expect, it } from 'vitest';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import type { Song } from '../../src/midi/song.ts';
import { writeMidi } from '../../src/midi/writing/write-midi.ts';
import { plainMidi } from '../reference/plain-midi.ts';
import { chunk, header } from './bytes.ts';
import { midiFiles } from './midi-files.ts';

/** The first track: tempo, bars, key, a marker and a system message. */
const CONDUCTOR = [
  [0, 0xff, 0x51, 3, 0x07, 0xa1, 0x20],
  [0, 0xff, 0x58, 4, 3, 2, 36, 8],
  [0, 0xff, 0x59, 2, 0xfe, 1],
  [10, 0xff, 6, 1, 0x41],
  [0, 0xf0, 5, 0x7e, 0x7f, 9, 1, 0xf7],
  [0x83, 0x60, 0xff, 0x2f, 0],
].flat();

/** The second: a name that is no ASCII, a bank, controllers in running status, releases of all kinds, lyrics. */
const VIOLA = [
  [0, 0xff, 3, 5, 0x56, 0x69, 0x6f, 0x6c, 0xe9],
  [0, 0xb1, 0, 1, 0, 32, 2],
  [0, 0xc1, 40],
  [0, 0xb1, 7, 90, 0, 10, 20],
  [0, 0xe1, 0, 80],
  [0, 0xd1, 9],
  [0, 0xa1, 60, 5],
  [0, 0x91, 60, 80],
  [0, 0xff, 5, 2, 0x6c, 0x61],
  [0x60, 0x81, 60, 33],
  [0, 0x91, 62, 70],
  [0x60, 62, 0],
  [0, 0x81, 99, 64],
  [5, 0xff, 0x7f, 3, 0, 1, 2],
  [0, 0xf7, 2, 0xf8, 1],
  [0, 0xff, 0x2f, 0],
].flat();

const FILE = Uint8Array.from([...header(1, 2, 480), ...chunk('MTrk', CONDUCTOR), ...chunk('MTrk', VIOLA)]);

/** All that a file says, as a plain reader reads it. */
function contents(bytes: Uint8Array): Pick<ReturnType<typeof plainMidi>, 'events' | 'ends' | 'division'> {
  const { events, ends, division } = plainMidi(bytes);
  return { events, ends, division };
}

describe('a song that was read', () => {
  it('is written with every event as it stood', () => {
    expect(contents(writeMidi(readMidi(FILE)))).toEqual(contents(FILE));
  });

  it('keeps its film frames, and the tempos that mean nothing there', () => {
    const smpte = FILE.slice();
    smpte.set([0xe8, 4], 12);
    const song = readMidi(smpte);
    expect(song.ppq).toBe(48);
    expect(contents(writeMidi(song))).toEqual(contents(smpte));
    // At a tempo of its own it counts beats.
    const tempos = [{ tick: 0, microsecondsPerQuarter: 600000 }];
    const timed = plainMidi(writeMidi({ ...song, tempos }));
    expect([timed.division, timed.tempos]).toEqual([48, ['0 600000']]);
  });

  it('loses what is taken from its lists, gets what is added, and keeps the rest', () => {
    const song = readMidi(FILE);
    const [first, ...others] = song.notes;
    const changed: Song = { ...song, notes: [{ ...first!, pitch: 61 }, ...others], programs: [] };
    const [before, after] = [contents(FILE), contents(writeMidi(changed))];
    const gone = ['0 193 40', '0 145 60 80', '96 129 60 33'];
    expect(after.events[0]).toEqual(before.events[0]);
    expect(after.events[1]?.filter((event) => !/ 61 /.test(event))).toEqual(
      before.events[1]?.filter((event) => !gone.includes(event)),
    );
    expect(after.events[1]?.filter((event) => / 61 /.test(event))).toEqual(['0 145 61 80', '96 129 61 0']);
    expect(readMidi(writeMidi(changed)).notes).toEqual(changed.notes);
  });

  it('is written from its lists alone if its ticks are others', () => {
    const song = readMidi(FILE);
    expect(plainMidi(writeMidi({ ...song, ppq: 96 })).events.flat()).not.toContain('10 255 6 65');
  });

  it('ends where its tracks ended, or later if it was made longer', () => {
    const song = readMidi(FILE);
    expect(plainMidi(writeMidi({ ...song, end: 5000 })).ends).toEqual([5000, 197]);
    expect(plainMidi(writeMidi({ ...song, tracks: 3, end: 5000 })).ends).toEqual([490, 197, 5000]);
  });

  it('keeps chunks of unknown type, in place', () => {
    const other = chunk('XFKM', [1, 2, 3]);
    const [head, first, second] = [header(1, 2, 480), chunk('MTrk', CONDUCTOR), chunk('MTrk', VIOLA)];
    const bytes = Uint8Array.from([...head, ...other, ...first, ...second, ...other]);
    const written = writeMidi(readMidi(bytes));
    expect([...written.subarray(14, 25)]).toEqual(other);
    expect([...written.subarray(-11)]).toEqual(other);
    expect(contents(written)).toEqual(contents(bytes));
    const longer = writeMidi({ ...readMidi(bytes), tracks: 3 });
    // What stood behind the last track stands before one that is added.
    expect(plainMidi(longer).tracks).toBe(3);
    expect([...longer.subarray(written.length - 11, written.length)]).toEqual(other);
  });

  it('has channels of several ports', () => {
    const channel = { channel: 17, track: 0, velocity: 80, start: 0, length: 10 };
    const bytes = writeMidi({
      format: 1,
      ppq: 96,
      tracks: 1,
      end: 10,
      tempos: [],
      timeSignatures: [],
      pedals: [],
      notes: [
        { ...channel, pitch: 60 },
        { ...channel, pitch: 64, channel: 1 },
      ],
      programs: [{ tick: 0, channel: 17, track: 0, program: 4 }],
    });
    expect(plainMidi(bytes).events[0]).toEqual([
      '0 255 33 1',
      '0 193 4',
      '0 255 33 0',
      '0 145 64 80',
      '0 255 33 1',
      '0 145 60 80',
      '10 255 33 0',
      '10 129 64 0',
      '10 255 33 1',
      '10 129 60 0',
    ]);
    expect(readMidi(bytes).notes.map((note) => note.channel)).toEqual([1, 17]);
    expect(contents(writeMidi(readMidi(bytes)))).toEqual(contents(bytes));
  });

  it('in little memory keeps its notes and bars only', () => {
    const { source, controls, ...song } = readMidi(FILE, { keep: 'notes' });
    expect([source, controls]).toEqual([undefined, undefined]);
    expect(song.notes).toEqual(readMidi(FILE).notes);
  });
});

for (const folder of ['corpora/pop', 'corpora/jsfakes/midi', 'corpora/emotion']) {
  const files = midiFiles(folder);
  it.skipIf(files.length === 0)(`every event of real files is written again: ${folder}`, () => {
    for (const { name, bytes } of files) {
      expect({ name, ...contents(writeMidi(readMidi(bytes))) }).toEqual({ name, ...contents(bytes) });
    }
  });
}
