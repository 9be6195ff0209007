import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import type { Song } from '../../src/midi/song.ts';
import { writeMidi } from '../../src/midi/writing/write-midi.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';
import { rollToSong } from '../../src/roll/roll-to-song.ts';
import { songToRoll } from '../../src/roll/song-to-roll.ts';
import { musicOf } from '../midi/music-of.ts';
import { shared } from '../shared.ts';
import { type Cells, cellsOf, rollOf } from './plain-rolls.ts';

const PITCHES = { low: 24, high: 101 };

/** A roll of one pitch, 60: held where there is a letter, struck where it is `x` or `!` (which is not held). */
function line(text: string): Cells {
  return Array.from(text, (letter) => ({
    held: letter === 'x' || letter === 'o' ? [60] : [],
    struck: letter === 'x' || letter === '!' ? [60] : [],
  }));
}

describe('notes', () => {
  it.each<[string, [number, number][]]>([
    ['xoo.', [[0, 3]]],
    [
      '.xxo',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    ['ooo', [[0, 3]]],
    ['!!.', []],
    [
      'xo!o',
      [
        [0, 2],
        [3, 1],
      ],
    ],
    ['', []],
  ])('%s', (text, notes) => {
    const song = rollToSong(rollOf(line(text), 4, PITCHES), { ticksPerStep: 1 });
    expect(song.notes.map(({ start, length }) => [start, length])).toEqual(notes);
    expect(song.end).toBe(text.length);
  });
});

describe('a song', () => {
  const roll = rollOf(line('xo'), 4, PITCHES);

  it('has nothing but notes unless asked', () => {
    expect(rollToSong(roll)).toEqual({
      format: 0,
      ppq: 96,
      tracks: 1,
      end: 48,
      notes: [{ start: 0, length: 48, pitch: 60, velocity: 80, channel: 0, track: 0 }],
      tempos: [],
      timeSignatures: [],
      programs: [],
      pedals: [],
    });
  });

  it('has what was asked for', () => {
    const timeSignature = { numerator: 3, denominator: 4 };
    const options = { ticksPerStep: 10, tempo: 90, velocity: 1, channel: 3, program: 19, timeSignature };
    expect(rollToSong(roll, options)).toMatchObject({
      ppq: 40,
      end: 20,
      notes: [{ length: 20, velocity: 1, channel: 3 }],
      tempos: [{ tick: 0, microsecondsPerQuarter: 666667 }],
      timeSignatures: [{ tick: 0, numerator: 3, denominator: 4 }],
      programs: [{ tick: 0, channel: 3, track: 0, program: 19 }],
    });
  });

  it.each([
    [{ ticksPerStep: 0 }, 'ticksPerStep'],
    [{ ticksPerStep: 8192 }, 'ticksPerStep'],
    [{ tempo: 3.9 }, 'tempo'],
    [{ tempo: Number.NaN }, 'tempo'],
    [{ velocity: 0 }, 'velocity'],
    [{ channel: 16 }, 'channel'],
    [{ program: 128 }, 'programs[0].program'],
    [{ timeSignature: { numerator: 4, denominator: 3 } }, 'timeSignatures[0].denominator'],
  ])('is refused with %o', (options, option) => {
    expect(() => rollToSong(roll, options)).toThrow(expect.objectContaining({ code: 'option-range', option }));
    const empty = rollOf([], 4, PITCHES);
    expect(() => rollToSong(empty, options)).toThrow(expect.objectContaining({ code: 'option-range', option }));
  });
});

it('is refused what is not a roll', () => {
  const roll = rollOf(line('xo'), 4, PITCHES);
  const cases: [unknown, string][] = [
    [null, 'roll'],
    ['xo', 'roll'],
    [{ ...roll, pitches: undefined }, 'roll'],
    [{ ...roll, bits: [...roll.bits] }, 'roll.bits'],
    [{ ...roll, bits: roll.bits.subarray(1) }, 'roll.bits'],
    [{ ...roll, steps: -1 }, 'roll.steps'],
    [{ ...roll, grid: 0 }, 'roll.grid'],
    [{ ...roll, pitches: { low: 24, high: 128 } }, 'roll.pitches.high'],
  ];
  for (const [what, option] of cases) {
    expect(() => rollToSong(what as PianoRoll)).toThrow(expect.objectContaining({ name: 'HarmoniumError', option }));
  }
});

const pitch = fc.constantFrom(24, 60, 61, 101);
const cells = fc.array(fc.record({ held: fc.uniqueArray(pitch), struck: fc.uniqueArray(pitch) }), { maxLength: 40 });

it('laid on the grid again is the same roll, but for strikes that were implied or unheard', () => {
  fc.assert(
    fc.property(cells, fc.integer({ min: 1, max: 24 }), fc.integer({ min: 1, max: 60 }), (any, grid, ticksPerStep) => {
      const song = rollToSong(rollOf(any, grid, PITCHES), { ticksPerStep });
      expect(musicOf(readMidi(writeMidi(song)))).toEqual(song);
      const again = cellsOf(songToRoll(song, { grid }).roll);
      const heard = any.map(({ held, struck }, step) => ({
        held: [...held].sort((a, b) => a - b),
        struck: held.filter((p) => struck.includes(p) || !any[step - 1]?.held.includes(p)).sort((a, b) => a - b),
      }));
      expect(again).toEqual([...heard, { held: [], struck: [] }]);
    }),
  );
});

/** A matrix and what the original writes for it. */
interface Reverse {
  readonly name: string;
  readonly rows: number;
  /** Per row the bits that are set. */
  readonly ones: readonly (readonly number[])[];
  /** delta, kind, pitch, velocity */
  readonly events: readonly (readonly [number, string, number, number])[];
}

/** A song's notes as the original would list them: tick, kind, pitch, velocity. */
function eventsOf({ notes }: Song): [number, string, number, number][] {
  const offs = notes.map((n): [number, string, number, number] => [n.start + n.length, 'off', n.pitch, 0]);
  const ons = notes.map((n): [number, string, number, number] => [n.start, 'on', n.pitch, n.velocity]);
  return [...offs, ...ons].sort((a, b) => a[0] - b[0] || a[1].localeCompare(b[1]) || a[2] - b[2]);
}

/** All of a case but its name. */
function unnamed({ rows, ones, events }: Reverse): string {
  return JSON.stringify([rows, ones, events]);
}

function casesOf(file: string): Reverse[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: Reverse[] }).cases;
}

describe("the original's events", () => {
  const few = casesOf(fileURLToPath(new URL('../../fixtures/vectors/reverse.json', import.meta.url)));
  const list = shared('oracle/reverse.json');
  const all = list === undefined ? [] : casesOf(list);

  it.each([...few, ...all])('$name', ({ rows, ones, events }) => {
    const any = ones.map((row) => ({
      held: row.filter((column) => column < 78).map((column) => column + 24),
      struck: row.filter((column) => column >= 78).map((column) => column - 78 + 24),
    }));
    expect(any).toHaveLength(rows);
    const song = rollToSong(rollOf(any, 4, PITCHES), { ticksPerStep: 55, velocity: 40 });
    expect(song.ppq).toBe(220);
    let tick = 0;
    const theirs = events.map(([delta, kind, of, velocity]) => {
      tick += delta;
      return [tick, kind, of, velocity];
    });
    // Ours has the offs at the end as well, which the original forgets.
    const ours = eventsOf(song).filter(([at, kind]) => kind === 'on' || at < song.end);
    expect(ours).toEqual(theirs.slice(0, -1));
    expect(theirs.at(-1)?.[1]).toBe('eot');
    const count = (kind: string): number => eventsOf(song).filter((event) => event[1] === kind).length;
    expect(count('off')).toBe(count('on'));
  });

  it('are some here', () => {
    expect(few).toHaveLength(9);
  });

  it.skipIf(list === undefined)('are all beside the repository, those here among them', () => {
    expect(all).toHaveLength(27);
    expect(all.map(unnamed)).toEqual(expect.arrayContaining(few.map(unnamed)));
  });
});
