import { parseMidi } from 'midi-file';
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import type { Note, Song } from '../../src/midi/song.ts';
import { writeMidi } from '../../src/midi/writing/write-midi.ts';
import { chunk, header } from './bytes.ts';
import { musicOf } from './music-of.ts';

const NOTE: Note = { start: 0, length: 96, pitch: 60, velocity: 80, channel: 0, track: 0 };

const SONG: Song = {
  format: 1,
  ppq: 480,
  tracks: 2,
  end: 1000,
  notes: [NOTE],
  tempos: [],
  timeSignatures: [],
  programs: [],
  pedals: [],
};

/** The error's code, and the field it names. */
function fault(song: unknown): [string, string | undefined] {
  try {
    writeMidi(song as Song);
  } catch (error) {
    if (error instanceof HarmoniumError) return [error.code, error.option];
    throw error;
  }
  return ['none', undefined];
}

describe('the bytes', () => {
  it('are these', () => {
    const song: Song = {
      ...SONG,
      end: 200,
      notes: [
        { ...NOTE, start: 8, length: 0, track: 1 },
        { ...NOTE, start: 0, length: 8, track: 1 },
        { ...NOTE, start: 8, length: 192, track: 1, channel: 2, pitch: 59 },
      ],
      tempos: [{ tick: 0, microsecondsPerQuarter: 500000 }],
      timeSignatures: [{ tick: 0, numerator: 6, denominator: 8 }],
      programs: [{ tick: 8, channel: 2, track: 1, program: 19 }],
      pedals: [{ tick: 8, channel: 2, track: 1, value: 127 }],
    };
    const first = [0, 0xff, 0x51, 3, 0x07, 0xa1, 0x20, 0, 0xff, 0x58, 4, 6, 3, 24, 8, 0x81, 0x48, 0xff, 0x2f, 0];
    const second = [
      [0, 0x90, 60, 80],
      [8, 0xc2, 19],
      [0, 0xb2, 64, 127],
      [0, 0x80, 60, 0],
      [0, 0x90, 60, 80],
      [0, 0x80, 60, 0],
      [0, 0x92, 59, 80],
      [0x81, 0x40, 0x82, 59, 0],
      [0, 0xff, 0x2f, 0],
    ].flat();
    const bytes = [...header(1, 2, 480), ...chunk('MTrk', first), ...chunk('MTrk', second)];
    expect([...writeMidi(song)]).toEqual(bytes);
  });

  it('of a time longer than a delta can tell have empty texts on the way', () => {
    const song = { ...SONG, end: 2147483647, notes: [{ ...NOTE, start: 268435456, length: 1879048191 }] };
    const { tracks } = parseMidi(writeMidi(song));
    expect(tracks[1]?.map(({ type }) => type)).toEqual([...Array.from({ length: 8 }, () => 'text'), 'endOfTrack']);
    expect(musicOf(readMidi(writeMidi(song)))).toEqual(song);
  });

  it('of many events with long deltas are put together from pieces', () => {
    const notes = Array.from({ length: 5000 }, (_, n) => ({ ...NOTE, start: n * 400, length: 300, pitch: n % 128 }));
    const song = { ...SONG, tracks: 1, end: 2000000, notes };
    expect(parseMidi(writeMidi(song)).tracks[0]).toHaveLength(10001);
    expect(musicOf(readMidi(writeMidi(song)))).toEqual(song);
  });

  it('of 65,535 tracks fit', () => {
    const song = { ...SONG, tracks: 65535, notes: [{ ...NOTE, track: 65534 }] };
    expect(musicOf(readMidi(writeMidi(song), { maxTracks: 65535 }))).toEqual(song);
  });
});

describe('what is refused', () => {
  const note = (more: object): unknown => ({ ...SONG, notes: [NOTE, { ...NOTE, start: 200, ...more }] });
  const list = (name: string, entry: object): unknown => ({ ...SONG, [name]: [entry] });
  it.each<[unknown, string]>([
    [{ ...SONG, format: 3 }, 'format'],
    [{ ...SONG, ppq: 0 }, 'ppq'],
    [{ ...SONG, ppq: 32768 }, 'ppq'],
    [{ ...SONG, tracks: 0 }, 'tracks'],
    [{ ...SONG, format: 0 }, 'tracks'],
    [{ ...SONG, end: -1 }, 'end'],
    [{ ...SONG, end: 2147483648 }, 'end'],
    [note({ start: -1 }), 'notes[1].start'],
    [note({ start: 1001 }), 'notes[1].start'],
    [note({ start: Number.NaN }), 'notes[1].start'],
    [note({ length: 801 }), 'notes[1].length'],
    [note({ length: 0.5 }), 'notes[1].length'],
    [note({ pitch: 128 }), 'notes[1].pitch'],
    [note({ pitch: '60' }), 'notes[1].pitch'],
    [note({ velocity: 0 }), 'notes[1].velocity'],
    [note({ channel: 2048 }), 'notes[1].channel'],
    [note({ track: 2 }), 'notes[1].track'],
    [list('tempos', { tick: 1001, microsecondsPerQuarter: 1 }), 'tempos[0].tick'],
    [list('tempos', { tick: 0, microsecondsPerQuarter: 0 }), 'tempos[0].microsecondsPerQuarter'],
    [list('tempos', { tick: 0, microsecondsPerQuarter: 16777216 }), 'tempos[0].microsecondsPerQuarter'],
    [list('timeSignatures', { tick: -1, numerator: 4, denominator: 4 }), 'timeSignatures[0].tick'],
    [list('timeSignatures', { tick: 0, numerator: 256, denominator: 4 }), 'timeSignatures[0].numerator'],
    [list('timeSignatures', { tick: 0, numerator: 4, denominator: 0 }), 'timeSignatures[0].denominator'],
    [list('timeSignatures', { tick: 0, numerator: 4, denominator: 12 }), 'timeSignatures[0].denominator'],
    [list('programs', { tick: 0, channel: 0, track: 2, program: 0 }), 'programs[0].track'],
    [list('programs', { tick: 0, channel: 0, track: 0, program: 128 }), 'programs[0].program'],
    [list('pedals', { tick: 0, channel: -1, track: 0, value: 0 }), 'pedals[0].channel'],
    [list('pedals', { tick: 0, channel: 0, track: 0, value: 128 }), 'pedals[0].value'],
    [list('controls', { tick: 0, channel: 0, track: 0, controller: 128, value: 0 }), 'controls[0].controller'],
    [list('bends', { tick: 0, channel: 0, track: 0, value: 8192 }), 'bends[0].value'],
    [list('pressures', { tick: 0, channel: 0, track: 2, value: 0 }), 'pressures[0].track'],
    [list('keySignatures', { tick: 0, track: 0, sharps: 8, minor: false }), 'keySignatures[0].sharps'],
  ])('%# an entry out of its range: names the field', (song, field) => {
    expect(fault(song)).toEqual(['option-range', field]);
  });

  it('a note within another of the same key, which no file can tell', () => {
    const nested = [NOTE, { ...NOTE, start: 10, length: 5 }];
    expect(fault({ ...SONG, notes: nested })).toEqual(['midi-nested-notes', undefined]);
    expect(() => writeMidi({ ...SONG, notes: nested })).toThrow(/tick 0 to 96.*tick 10 to 15/);
    expect(fault({ ...SONG, notes: [NOTE, { ...NOTE, start: 10, length: 0 }] })[0]).toBe('midi-nested-notes');
    // On another track, channel or pitch it is another key's business.
    for (const other of [{ track: 1 }, { channel: 1 }, { pitch: 61 }, { length: 86 }, { start: 0 }]) {
      expect(fault({ ...SONG, notes: [NOTE, { ...NOTE, start: 10, length: 5, ...other }] })[0]).toBe('none');
    }
  });
});
