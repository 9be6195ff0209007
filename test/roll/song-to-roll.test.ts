import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import type { Note, Song } from '../../src/midi/song.ts';
import { songToRoll } from '../../src/roll/song-to-roll.ts';
import { arbitrarySong, SHORT_SHAPE } from '../midi/arbitrary-song.ts';
import { midiFiles } from '../midi/midi-files.ts';
import { cellsOf, plainSongCells } from './plain-rolls.ts';

const NOTE: Note = { start: 0, length: 24, pitch: 60, velocity: 80, channel: 0, track: 0 };

const SONG: Song = {
  format: 1,
  ppq: 96,
  tracks: 2,
  end: 192,
  notes: [],
  tempos: [],
  timeSignatures: [],
  programs: [],
  pedals: [],
};

/** Steps at which C4 is held, and at which it is struck. */
function stepsOf(song: Song, grid: number = 4): { held: number[]; struck: number[] } {
  const cells = [...cellsOf(songToRoll(song, { grid }).roll).entries()];
  return {
    held: cells.filter(([, { held }]) => held.includes(60)).map(([step]) => step),
    struck: cells.filter(([, { struck }]) => struck.includes(60)).map(([step]) => step),
  };
}

/** What {@link stepsOf} says of one note. */
function place(start: number, length: number, grid?: number): unknown {
  return stepsOf({ ...SONG, notes: [{ ...NOTE, start, length }] }, grid);
}

/** The code and the option of what is thrown, or what is returned. */
function refused(song: Song, options?: object): unknown {
  try {
    return songToRoll(song, options);
  } catch (error) {
    return error instanceof HarmoniumError ? [error.code, error.option] : error;
  }
}

describe('a note', () => {
  it('goes to the nearest step, the later one of two', () => {
    expect(place(11, 24)).toEqual({ held: [0], struck: [0] });
    expect(place(12, 24)).toEqual({ held: [1], struck: [1] });
    expect(place(13, 60)).toEqual({ held: [1, 2], struck: [1] });
  });

  it('lasts one step at least', () => {
    expect(place(24, 0)).toEqual({ held: [1], struck: [1] });
    expect(place(25, 10)).toEqual({ held: [1], struck: [1] });
    expect(place(192, 0)).toEqual({ held: [8], struck: [8] });
  });

  it('goes to any grid', () => {
    expect(place(32, 32, 3)).toEqual({ held: [1], struck: [1] });
    expect(place(96, 96, 1)).toEqual({ held: [1], struck: [1] });
    expect(place(1, 3, 96)).toEqual({ held: [1, 2, 3], struck: [1] });
  });

  it('needs nothing else of a song than what sounds', () => {
    const { format, ppq, tracks, end } = SONG;
    const notes = [NOTE, { ...NOTE, start: 96 }];
    expect(songToRoll({ format, ppq, tracks, end, notes })).toEqual(songToRoll({ ...SONG, notes }));
    expect(refused({ ...SONG, notes: [{ ...NOTE, pitch: 128 }] })).toEqual(['option-range', 'notes[0].pitch']);
  });

  it('that ends as the next begins leaves both strikes', () => {
    const notes = [NOTE, { ...NOTE, start: 24, length: 48 }];
    expect(stepsOf({ ...SONG, notes })).toEqual({ held: [0, 1, 2], struck: [0, 1] });
  });

  it('within a longer one does not shorten it, whatever the order of the list', () => {
    const notes = [
      { ...NOTE, start: 48, track: 1 },
      { ...NOTE, length: 96 },
    ];
    expect(stepsOf({ ...SONG, notes })).toEqual({ held: [0, 1, 2, 3], struck: [0, 2] });
  });
});

describe('a song', () => {
  it('has a row more than steps, and says what was left out', () => {
    const notes = [NOTE, { ...NOTE, channel: 9 }, { ...NOTE, pitch: 23 }, { ...NOTE, pitch: 102 }];
    const { roll, leftOut } = songToRoll({ ...SONG, notes });
    expect(roll).toMatchObject({ steps: 9, grid: 4, pitches: { low: 24, high: 101 } });
    expect(roll.bits).toHaveLength(Math.ceil((9 * 156) / 32));
    expect(leftOut).toEqual({ drums: 1, pitches: 2 });
    expect(songToRoll({ ...SONG, notes }, { drums: true }).leftOut).toEqual({ drums: 0, pitches: 2 });
    const all = songToRoll({ ...SONG, notes }, { pitches: { low: 0, high: 127 } });
    expect(all.leftOut).toEqual({ drums: 1, pitches: 0 });
    expect(cellsOf(all.roll)[0]).toEqual({ held: [23, 60, 102], struck: [23, 60, 102] });
  });

  it('of format 2 has its tracks one after another, each from a whole quarter note on', () => {
    const notes = [
      { ...NOTE, track: 1, pitch: 61 },
      { ...NOTE, length: 100 },
    ];
    const { roll } = songToRoll({ ...SONG, format: 2, tracks: 3, notes });
    const cells = cellsOf(roll);
    expect(cells).toHaveLength(8 + 4 + 1);
    expect(cells.flatMap(({ struck }, step) => struck.map((pitch) => [step, pitch]))).toEqual([
      [0, 60],
      [8, 61],
    ]);
  });

  it('gives what looking at every note in every cell gives', () => {
    const range = fc.constantFrom({ low: 24, high: 101 }, { low: 60, high: 60 }, { low: 0, high: 127 });
    const song = arbitrarySong(SHORT_SHAPE).filter(({ format, ppq, end }) => format !== 2 && end / ppq < 100);
    fc.assert(
      fc.property(song, fc.integer({ min: 1, max: 12 }), range, fc.boolean(), (any, grid, pitches, drums) => {
        const { roll, leftOut } = songToRoll(any, { grid, pitches, drums });
        expect(cellsOf(roll)).toEqual(plainSongCells(any, grid, pitches, drums));
        const inRange = ({ pitch }: Note): boolean => pitch >= pitches.low && pitch <= pitches.high;
        const wanted = any.notes.filter(({ channel }) => drums || channel !== 9);
        expect(leftOut).toEqual({
          drums: any.notes.length - wanted.length,
          pitches: wanted.length - wanted.filter(inRange).length,
        });
      }),
      { numRuns: 300 },
    );
  });

  it('is refused before anything is allocated', () => {
    expect(refused({ ...SONG, end: 2147483647 })).toEqual(['roll-too-long', 'maxSteps']);
    expect(refused({ ...SONG, format: 2, tracks: 65535, notes: [{ ...NOTE, track: 3 }], end: 9e8 })).not.toBeInstanceOf(
      Error,
    );
    expect(refused(SONG, { maxSteps: 9 })).not.toBeInstanceOf(Error);
    expect(refused(SONG, { maxSteps: 8 })).toEqual(['roll-too-long', 'maxSteps']);
    expect(refused(SONG, { maxSteps: 0 })).toEqual(['option-range', 'maxSteps']);
    expect(refused(SONG, { grid: 97 })).toEqual(['option-range', 'grid']);
    expect(refused(SONG, { grid: 2.5 })).toEqual(['option-range', 'grid']);
    expect(refused(SONG, { pitches: { low: 60, high: 59 } })).toEqual(['option-range', 'pitches.high']);
    expect(refused({ ...SONG, notes: [{ ...NOTE, start: 190 }] })).toEqual(['option-range', 'notes[0].length']);
  });

  const files = midiFiles('corpora/pop');
  it.skipIf(files.length === 0)('keeps every onset of the real files that is not doubled', () => {
    for (const { name, bytes } of files) {
      const song = readMidi(bytes);
      const { roll, leftOut } = songToRoll(song);
      const stepOf = (tick: number): number => Math.floor((tick * 4) / song.ppq + 0.5);
      const onsets = new Set(
        song.notes
          .filter(({ channel, pitch }) => channel !== 9 && pitch >= 24 && pitch <= 101)
          .map(({ start, pitch }) => `${stepOf(start)} ${pitch}`),
      );
      const struck = cellsOf(roll).reduce((sum, cell) => sum + cell.struck.length, 0);
      expect({ name, struck }).toEqual({ name, struck: onsets.size });
      expect(leftOut.drums).toBe(song.notes.filter(({ channel }) => channel === 9).length);
    }
  });
});
