import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { MIDI_LIMITS } from '../../src/midi/reading/limits.ts';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import type { MidiWarning, ReadMidiOptions } from '../../src/midi/reading/warning.ts';
import type { Note } from '../../src/midi/song.ts';
import { chunk, END, fileOf, header, TRACK_START } from './bytes.ts';
import { musicOf } from './music-of.ts';

const ON = [0, 0x90, 60, 80];
const OFF = [96, 0x80, 60, 0];
const NOTE = { start: 0, length: 96, pitch: 60, velocity: 80, channel: 0, track: 0 };
const GOOD = fileOf([...ON, ...OFF, ...END]);

/** The error's code and offset. */
function fault(bytes: readonly number[] | Uint8Array): [string, number | undefined] {
  try {
    readMidi(Uint8Array.from(bytes));
  } catch (error) {
    if (error instanceof HarmoniumError) return [error.code, error.offset];
    throw error;
  }
  return ['none', undefined];
}

function warningsOf(bytes: Uint8Array): [string, number | undefined][] {
  const warnings: MidiWarning[] = [];
  readMidi(bytes, { onWarning: (warning) => warnings.push(warning) });
  return warnings.map(({ code, offset }) => [code, offset]);
}

function letters(tag: string): number[] {
  return Array.from(tag, (letter) => letter.charCodeAt(0));
}

function le(n: number): number[] {
  return [n & 255, n >>> 8, 0, 0];
}

/** A RIFF file of kind RMID whose chunks are these bytes. */
function riff(chunks: readonly number[]): Uint8Array {
  return Uint8Array.from([...letters('RIFF'), ...le(chunks.length + 4), ...letters('RMID'), ...chunks]);
}

describe('what is read', () => {
  it('a note', () => {
    expect(musicOf(readMidi(GOOD))).toEqual({
      format: 0,
      ppq: 96,
      tracks: 1,
      end: 96,
      notes: [NOTE],
      tempos: [],
      timeSignatures: [],
      programs: [],
      pedals: [],
    });
  });

  it('tempos, time signatures, programs and pedals, each with its tick', () => {
    const track = [
      [1, 0xff, 0x51, 3, 0x0f, 0x42, 0x40],
      [1, 0xff, 0x58, 4, 6, 3, 24, 8],
      [1, 0xff, 0x58, 2, 255, 31],
      [1, 0xc5, 33],
      [1, 0xb5, 64, 127],
      [1, 0xb5, 65, 127],
      [1, 0xe5, 0, 64],
      END,
    ].flat();
    expect(readMidi(fileOf(track))).toMatchObject({
      end: 7,
      tempos: [{ tick: 1, microsecondsPerQuarter: 1000000 }],
      timeSignatures: [{ tick: 2, numerator: 6, denominator: 8 }],
      programs: [{ tick: 4, channel: 5, track: 0, program: 33 }],
      pedals: [{ tick: 5, channel: 5, track: 0, value: 127 }],
      controls: [{ tick: 6, channel: 5, track: 0, controller: 65, value: 127 }],
      bends: [{ tick: 7, channel: 5, track: 0, value: 0 }],
    });
  });

  it('pressure, bends and key signatures', () => {
    const track = [1, 0xff, 0x59, 2, 0xff, 0, 1, 0xe5, 127, 127, 1, 0xd5, 9, 1, 0xff, 0x59, 2, 3, 1, ...END];
    expect(readMidi(fileOf(track))).toMatchObject({
      keySignatures: [
        { tick: 1, track: 0, sharps: -1, minor: false },
        { tick: 4, track: 0, sharps: 3, minor: true },
      ],
      bends: [{ tick: 2, channel: 5, track: 0, value: 8191 }],
      pressures: [{ tick: 3, channel: 5, track: 0, value: 9 }],
    });
  });

  it('channels of several ports', () => {
    const track = [
      0,
      0xff,
      0x21,
      1,
      2,
      ...ON,
      ...OFF,
      0,
      0xc0,
      7,
      0,
      0xff,
      0x21,
      0,
      0,
      0xff,
      0x21,
      1,
      0,
      0,
      0xc0,
      8,
      ...END,
    ];
    const song = readMidi(fileOf(track));
    expect(song.notes).toEqual([{ ...NOTE, channel: 32 }]);
    expect(song.programs.map(({ channel, program }) => [channel, program])).toEqual([
      [32, 7],
      [0, 8],
    ]);
  });

  it.each([120, 123, 124, 127])('controller %i ends the notes of its channel', (controller) => {
    // A second key goes down in the same tick: it stays.
    const track = [
      ...ON,
      50,
      0xb0,
      controller,
      0,
      0,
      0x90,
      64,
      70,
      0,
      0x91,
      65,
      70,
      ...OFF,
      0,
      0x81,
      65,
      0,
      4,
      0x80,
      64,
      0,
    ];
    const ends = readMidi(fileOf([...track, ...END])).notes.map(({ pitch, start, length }) => [pitch, start + length]);
    expect(ends).toEqual([
      [60, 50],
      [64, 150],
      [65, 146],
    ]);
    expect(warningsOf(fileOf([...ON, 50, 0xb0, controller, 0, ...END]))).toEqual([]);
  });

  it('controller 121 lets the pedal up', () => {
    const track = [0, 0xb0, 64, 127, ...ON, ...OFF, 4, 0xb0, 121, 0, 0, 64, 127, 5, 121, 0, ...END];
    const { pedals, controls, source } = readMidi(fileOf(track));
    expect(pedals.map(({ tick, value }) => [tick, value])).toEqual([
      [0, 127],
      [100, 0],
      [100, 127],
      [105, 0],
    ]);
    expect(controls).toHaveLength(2);
    expect(source?.implied).toHaveLength(2);
  });

  it('running status, also on the far side of meta and system events', () => {
    const track = [...ON, 1, 0xff, 1, 2, 200, 201, 1, 64, 80, 1, 0xf0, 2, 1, 0xf7, 93, 60, 0, 4, 64, 0, ...END];
    const notes = [NOTE, { ...NOTE, start: 2, length: 98, pitch: 64 }];
    expect(readMidi(fileOf(track)).notes).toEqual(notes);
  });

  it('chunks of unknown type, but not without limit', () => {
    const other = chunk('XXXX', []);
    const file = (count: number): Uint8Array =>
      Uint8Array.from([...fileOf([...ON, ...OFF, ...END]), ...Array.from({ length: count }, () => other).flat()]);
    expect(readMidi(file(5)).source?.chunks).toHaveLength(5);
    expect(() => readMidi(file(5), { maxTracks: 4 })).toThrow(expect.objectContaining({ code: 'midi-too-long' }));
  });

  it('events that are none of ours, however odd they are inside', () => {
    const odd = [
      [0, 0xff, 0x59, 0],
      [0, 0xff, 0x54, 1, 9],
      [0, 0xff, 0x20, 3, 1, 2, 3],
      [0, 0xff, 0x60, 1, 255],
      [0, 0xf7, 2, 0xf8, 0xff],
      [0, 0xa0, 60, 1, 0, 0xd0, 5, 0, 6],
    ].flat();
    expect(readMidi(fileOf([...odd, ...ON, ...odd, ...OFF, ...END])).notes).toEqual([NOTE]);
  });

  it('tempos and time signatures longer than the standard has them', () => {
    const track = [0, 0xff, 0x51, 4, 0, 0, 9, 9, 0, 0xff, 0x58, 5, 3, 2, 1, 1, 1, ...END];
    expect(readMidi(fileOf(track))).toMatchObject({
      tempos: [{ tick: 0, microsecondsPerQuarter: 9 }],
      timeSignatures: [{ tick: 0, numerator: 3, denominator: 4 }],
    });
  });

  it('overlapping notes of one key: the first to begin is the first to end', () => {
    const track = [...ON, 10, 0x90, 60, 70, 10, 0x80, 60, 0, 10, 0x80, 60, 0, 0, 0x80, 60, 0, ...END];
    expect(readMidi(fileOf(track)).notes).toEqual([
      { ...NOTE, length: 20 },
      { ...NOTE, start: 10, length: 20, velocity: 70 },
    ]);
  });

  it('a RIFF file', () => {
    const data = [...letters('data'), ...le(GOOD.length), ...GOOD];
    expect(readMidi(riff(data))).toEqual(readMidi(GOOD));
    // A chunk of odd length before it is padded by a byte.
    expect(readMidi(riff([...letters('DISP'), ...le(3), 1, 2, 3, 0, ...data]))).toEqual(readMidi(GOOD));
  });

  it('a view into a larger buffer', () => {
    const around = new Uint8Array(GOOD.length + 20).fill(255);
    around.set(GOOD, 10);
    expect(readMidi(around.subarray(10, 10 + GOOD.length))).toEqual(readMidi(GOOD));
  });
});

describe('what is refused, and at which byte', () => {
  const T = TRACK_START;
  it.each<[string, readonly number[] | Uint8Array, string, number]>([
    ['no bytes', [], 'midi-header', 0],
    ['two bytes', [0x4d, 0x54], 'midi-header', 0],
    ['another file', letters('hello, world'), 'midi-header', 0],
    ['a header of 5 bytes', chunk('MThd', [0, 0, 0, 1, 0]), 'midi-header', 4],
    ['a cut header', GOOD.slice(0, 12), 'midi-truncated', 8],
    ['format 3', [...header(3, 1, 96), ...chunk('MTrk', END)], 'midi-header', 8],
    ['division 0', [...header(0, 1, 0), ...chunk('MTrk', END)], 'midi-division', 12],
    ['26 frames a second', [...header(0, 1, 0xe628), ...chunk('MTrk', END)], 'midi-division', 12],
    ['no ticks in a frame', [...header(0, 1, 0xe800), ...chunk('MTrk', END)], 'midi-division', 12],
    ['no track', header(0, 1, 96), 'midi-chunk', 14],
    ['a track longer than the file', [...header(0, 1, 96), ...chunk('MTrk', END, 5)], 'midi-chunk', 18],
    ['a track of 2³² − 1 bytes', [...header(0, 1, 96), ...chunk('MTrk', END, 0xffffffff)], 'midi-chunk', 18],
    ['a RIFF file without music', riff([1, 2, 3, 4, 0, 0, 0, 0]), 'midi-header', 20],
    ['a RIFF chunk longer than the file', riff([1, 2, 3, 4, 255, 255, 255, 255]), 'midi-chunk', 16],
    ['a delta time without an event', fileOf([0]), 'midi-truncated', T + 1],
    ['half a delta time', fileOf([0x80]), 'midi-truncated', T + 1],
    ['a delta time of 5 bytes', fileOf([0x8f, 255, 255, 255, 127, ...ON]), 'midi-variable-length', T],
    ['half a note on', fileOf([...ON, 96, 0x80, 60]), 'midi-truncated', T + 7],
    ['pitch 128', fileOf([0, 0x90, 128, 80]), 'midi-data-byte', T + 2],
    ['velocity 255', fileOf([0, 0x90, 60, 255]), 'midi-data-byte', T + 3],
    ['a parameter without a status', fileOf([0, 60, 80]), 'midi-status', T + 1],
    ['a status there is not', fileOf([0, 0xf4, 1]), 'midi-status', T + 1],
    ['a text past the track', fileOf([0, 0xff, 1, 5, 65, 65]), 'midi-truncated', T + 4],
    ['a text of 5 length bytes', fileOf([0, 0xff, 1, 0x8f, 255, 255, 255, 0x77]), 'midi-variable-length', T + 3],
    ['a system message past the track', fileOf([0, 0xf0, 127, 1]), 'midi-truncated', T + 3],
    ['a tempo of 2 bytes', fileOf([0, 0xff, 0x51, 2, 1, 1, ...END]), 'midi-truncated', T],
    ['a tempo of 0', fileOf([...ON, 0, 0xff, 0x51, 3, 0, 0, 0, ...END]), 'midi-tempo', T + 4],
    ['a time signature of 1 byte', fileOf([0, 0xff, 0x58, 1, 4, ...END]), 'midi-truncated', T],
    ['a time signature over 2³²', fileOf([0, 0xff, 0x58, 2, 4, 32, ...END]), 'midi-time-signature', T],
    [
      '2³¹ ticks',
      fileOf(Array.from({ length: 9 }, () => [255, 255, 255, 127, 0xc0, 1]).flat()),
      'midi-too-long',
      T + 48,
    ],
  ])('%s', (_, bytes, code, offset) => {
    expect(fault(bytes)).toEqual([code, offset]);
  });

  it.each<[unknown, string]>([
    [GOOD.buffer, 'ArrayBuffer'],
    [[...GOOD], 'Array'],
    ['MThd', 'MThd'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('what is not bytes: %o', (what, got) => {
    const refusal = { code: 'option-range', option: 'bytes', message: `bytes: expected a Uint8Array, got ${got}` };
    expect(() => readMidi(what as Uint8Array)).toThrow(expect.objectContaining(refusal));
  });

  it('names the offset in the file, not in the RIFF wrapper', () => {
    const bad = fileOf([0, 0x90, 128, 80]);
    const data = [...letters('data'), ...le(bad.length), ...bad];
    expect(fault(riff(data))).toEqual(['midi-data-byte', 12 + 8 + TRACK_START + 2]);
  });
});

/** A file of so many events: channel pressure under running status, and the end. */
function pressure(count: number): Uint8Array {
  return fileOf([0, 0xd0, 5, ...Array.from({ length: count - 2 }, () => [0, 5]).flat(), ...END]);
}

/** A file of so many tracks without a byte. */
function tracks(count: number): Uint8Array {
  const empty = chunk('MTrk', []);
  return Uint8Array.from([...header(1, 0, 96), ...Array.from({ length: count }, () => empty).flat()]);
}

describe('limits', () => {
  const T = TRACK_START;
  const track = chunk('MTrk', [...ON, ...OFF, ...END]);

  it.each<[string, Uint8Array, ReadMidiOptions, string, number]>([
    ['a file of 17 MB', new Uint8Array(17000000), {}, 'maxBytes', MIDI_LIMITS.maxBytes],
    ['bytes', GOOD, { maxBytes: GOOD.length - 1 }, 'maxBytes', GOOD.length - 1],
    ['4,097 tracks', tracks(4097), {}, 'maxTracks', 14 + 4096 * 8],
    ['more tracks than a header can declare', tracks(65536), { maxTracks: 65535 }, 'maxTracks', 14 + 65535 * 8],
    ['tracks', Uint8Array.from([...header(1, 2, 96), ...track, ...track]), { maxTracks: 1 }, 'maxTracks', 34],
    ['150,001 events', pressure(150001), {}, 'maxEvents', T + 3 + 149999 * 2],
    ['events', GOOD, { maxEvents: 2 }, 'maxEvents', T + 8],
    ['ticks', GOOD, { maxTicks: 95 }, 'maxTicks', T + 4],
  ])('%s', (_, bytes, options, limit, offset) => {
    const most = options[limit as 'maxBytes'] ?? MIDI_LIMITS[limit as 'maxBytes'];
    const refusal = { code: 'midi-too-long', option: limit, offset };
    expect(() => readMidi(bytes, options)).toThrow(expect.objectContaining(refusal));
    expect(() => readMidi(bytes, options)).toThrow(
      new RegExp(`: expected at most ${most} [a-z]+ \\(${limit}\\), got `),
    );
  });

  it('let pass what just fits', () => {
    expect(readMidi(GOOD, { maxBytes: GOOD.length, maxTracks: 1, maxEvents: 3, maxTicks: 96 }).notes).toEqual([NOTE]);
    expect(readMidi(pressure(150000)).notes).toEqual([]);
    expect(readMidi(pressure(150001), { maxEvents: 150001 }).notes).toEqual([]);
    expect(readMidi(tracks(4096)).tracks).toBe(4096);
  });

  it.each<[string, unknown]>([
    ['maxBytes', 0],
    ['maxTracks', 65536],
    ['maxEvents', 1.5],
    ['maxEvents', Number.NaN],
    ['maxTicks', 2147483648],
    ['maxTicks', '96'],
  ])('%s of %o is none', (option, value) => {
    expect(() => readMidi(GOOD, { [option]: value })).toThrow(
      expect.objectContaining({ code: 'option-range', option }),
    );
  });
});

describe('a track of many pieces', () => {
  it('loses nothing between them, nor in the silence of events that nobody asks for', () => {
    const notes: number[] = [];
    const expected: Note[] = [];
    for (let n = 0; n < 20000; n++) {
      const pitch = n % 128;
      notes.push(1, 0xd3, 5, 1, 0xff, 1, 1, 65, 1, 0x90, pitch, 80, 2, 0x90, pitch, 0);
      expected.push({ ...NOTE, start: 5 * n + 3, length: 2, pitch });
    }
    expect(readMidi(fileOf([...notes, ...END])).notes).toEqual(expected);
  });

  it('adds up deltas that together are longer than one may be', () => {
    const wait = [255, 255, 255, 127, 0xd0, 1];
    const from = 3 * 268435455;
    const off = [...wait, ...wait, ...wait, ...ON, ...wait, ...OFF, ...END];
    expect(readMidi(fileOf(off)).notes).toEqual([{ ...NOTE, start: from, length: 268435455 + 96 }]);
  });
});

describe('what is passed over with a warning', () => {
  it('nothing in a good file', () => {
    expect(warningsOf(GOOD)).toEqual([]);
  });

  it('a track without its end', () => {
    expect(warningsOf(fileOf([...ON, ...OFF]))).toEqual([['midi-no-end', TRACK_START + 8]]);
    expect(readMidi(fileOf([...ON, ...OFF]))).toEqual(readMidi(GOOD));
  });

  it('events after the end of a track', () => {
    const bytes = fileOf([...ON, ...OFF, ...END, 0, 0x90, 1]);
    expect(warningsOf(bytes)).toEqual([['midi-after-end', TRACK_START + 12]]);
    expect(readMidi(bytes)).toEqual(readMidi(GOOD));
  });

  it('bytes after the last chunk, be they few or like a chunk', () => {
    expect(warningsOf(Uint8Array.from([...GOOD, 0, 0, 0]))).toEqual([['midi-after-end', GOOD.length]]);
    expect(warningsOf(Uint8Array.from([...GOOD, ...chunk('TAG?', [], 5)]))).toEqual([['midi-after-end', GOOD.length]]);
  });

  it('another number of tracks than declared, and a format 0 of two', () => {
    const one = chunk('MTrk', [...ON, ...OFF, ...END]);
    expect(warningsOf(Uint8Array.from([...header(1, 3, 96), ...one]))).toEqual([['midi-track-count', 10]]);
    const two = Uint8Array.from([...header(0, 2, 96), ...one, ...one]);
    expect(warningsOf(two)).toEqual([['midi-format', 8]]);
    expect(readMidi(two)).toMatchObject({ format: 1, tracks: 2, notes: [NOTE, { ...NOTE, track: 1 }] });
  });

  it('a note that never ends, which ends with its track', () => {
    const bytes = fileOf([...ON, 96, 0xff, 0x2f, 0]);
    expect(warningsOf(bytes)).toEqual([['midi-hanging-note', undefined]]);
    expect(readMidi(bytes).notes).toEqual([NOTE]);
  });

  it('a time signature with numerator 0', () => {
    const bytes = fileOf([0, 0xff, 0x58, 2, 0, 2, ...END]);
    expect(warningsOf(bytes)).toEqual([['midi-numerator', TRACK_START]]);
    expect(readMidi(bytes).timeSignatures).toEqual([{ tick: 0, numerator: 0, denominator: 4 }]);
  });
});
