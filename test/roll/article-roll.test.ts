import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MidiEvent, MidiTracks } from '../../src/midi/midi-tracks.ts';
import { readTracks } from '../../src/midi/reading/read-tracks.ts';
import { articleRoll } from '../../src/roll/article-roll.ts';
import { rollBytes, rollCounts } from '../../src/roll/roll-bytes.ts';
import { shared } from '../shared.ts';
import { cellsOf, plainArticleCells } from './plain-rolls.ts';

/** A line of the lists of what the original makes of real files. */
interface Line {
  readonly file: string;
  readonly rows: number;
  readonly held: number;
  readonly artic: number;
  readonly sha256: string;
}

/** What we make of a file, in the same terms. */
function lineOf(file: string, bytes: Uint8Array): Line {
  const { roll } = articleRoll(readTracks(bytes));
  const { held, struck } = rollCounts(roll);
  const sha256 = createHash('sha256').update(rollBytes(roll)).digest('hex');
  return { file, rows: roll.steps, held, artic: struck, sha256 };
}

describe("the original's matrices", () => {
  const sets: [string, string, number][] = [
    ['pop', 'corpora/pop', 63],
    ['jsfakes', 'corpora/jsfakes/midi', 250],
  ];
  for (const [name, folder, count] of sets) {
    const list = shared(`oracle/matrix/${name}.jsonl`);
    const files = shared(folder);
    it.skipIf(list === undefined || files === undefined)(`of all files of ${folder}`, () => {
      const lines = readFileSync(list ?? '', 'utf8')
        .trim()
        .split('\n');
      expect(lines).toHaveLength(count);
      for (const line of lines) {
        const { file, rows, held, artic, sha256 } = JSON.parse(line) as Line;
        const bytes = readFileSync(join(files ?? '', file));
        expect(lineOf(file, bytes)).toEqual({ file, rows, held, artic, sha256 });
      }
    });
  }

  const nasty = shared('nasty');
  it.skipIf(nasty === undefined)('of odd files', () => {
    const { cases } = JSON.parse(readFileSync(join(nasty ?? '', 'manifest.json'), 'utf8')) as {
      cases: { file: string; expect: { outcome: string }; original: Partial<Line> }[];
    };
    const wanted = cases.filter(({ expect: { outcome }, original }) => outcome === 'accept' && original.sha256);
    expect(wanted).toHaveLength(8);
    for (const { file, original } of wanted) {
      expect(lineOf(file, readFileSync(join(nasty ?? '', file)))).toEqual({ file, ...original });
    }
  });
});

const event: fc.Arbitrary<MidiEvent> = fc.oneof(
  { weight: 8, arbitrary: note('note-on') },
  { weight: 8, arbitrary: note('note-off') },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('time-signature' as const),
      tick: fc.nat({ max: 60 }),
      numerator: fc.constantFrom(2, 4, 4, 3),
      denominator: fc.constant(4),
    }),
  },
);

function note(kind: 'note-on' | 'note-off'): fc.Arbitrary<MidiEvent> {
  return fc.record({
    kind: fc.constant(kind as 'note-on'),
    tick: fc.nat({ max: 60 }),
    channel: fc.constantFrom(0, 9),
    pitch: fc.constantFrom(23, 24, 60, 101, 102),
    velocity: fc.constant(80),
  });
}

const file: fc.Arbitrary<MidiTracks> = fc.record({
  format: fc.constant(1 as const),
  ppq: fc.integer({ min: 4, max: 40 }),
  tracks: fc.array(
    fc.record({ events: fc.array(event, { maxLength: 12 }), rest: fc.nat({ max: 30 }) }).map(({ events, rest }) => {
      events.sort((a, b) => a.tick - b.tick);
      return { events, end: (events.at(-1)?.tick ?? 0) + rest };
    }),
    { minLength: 1, maxLength: 3 },
  ),
});

describe('any file', () => {
  it('gives what going through it tick by tick gives', () => {
    fc.assert(
      fc.property(file, (tracks) => {
        expect(cellsOf(articleRoll(tracks).roll)).toEqual(plainArticleCells(tracks));
      }),
      { numRuns: 2000 },
    );
  });

  it('says how many notes it left out: those of pitches it has not, up to where it ends', () => {
    const low = { kind: 'note-on', tick: 0, channel: 9, pitch: 23, velocity: 80 } as const;
    const bail = { kind: 'time-signature', tick: 3, numerator: 3, denominator: 4 } as const;
    const off = { ...low, kind: 'note-off', tick: 1 } as const;
    const events = [low, { ...low, pitch: 102 }, { ...low, pitch: 60 }, off, bail, { ...low, tick: 4 }];
    const { roll, leftOut } = articleRoll({ format: 1, ppq: 4, tracks: [{ events, end: 5 }] });
    expect(leftOut).toEqual({ drums: 0, pitches: 2 });
    expect(rollCounts(roll)).toEqual({ held: 4, struck: 1 });
  });

  it('is refused at 3 ticks a quarter note, and over 100,000 rows', () => {
    const long = { format: 1, ppq: 4, tracks: [{ events: [], end: 99998 }] } as const;
    expect(articleRoll(long).roll.steps).toBe(100000);
    expect(() => articleRoll({ ...long, ppq: 3 })).toThrow(expect.objectContaining({ code: 'roll-resolution' }));
    const longer = { ...long, tracks: [{ events: [], end: 2147483647 }] };
    expect(() => articleRoll(longer)).toThrow(expect.objectContaining({ code: 'roll-too-long' }));
  });
});
