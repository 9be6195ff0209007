import { describe, expect, it } from 'vitest';
import type { Note, Song } from '../../src/index.ts';
import { continueSong } from '../../src/music/songs/continue-song.ts';
import { fillBars } from '../../src/music/songs/fill-bars.ts';
import { harmonise } from '../../src/music/songs/harmonise.ts';
import { beatTicks } from '../../src/music/theory/rhythm.ts';
import { MODEL, newNotes, songOf } from './fixture.ts';

const QUICK = { gibbs: 6 };
const PPQ = 480;

/** A tune whose quarter notes have onsets at these ticks, for so many quarters; `off` moves each onset. */
function tune(beat: readonly number[], quarters: number, off: (n: number) => number = () => 0): Song {
  const starts = Array.from({ length: quarters }, (_, q) => beat.map((tick) => q * PPQ + tick)).flat();
  const notes = starts.map((start, n) => ({
    start: Math.max(0, start + off(n)),
    length: 100,
    pitch: 67 + ((n * 5) % 8),
  }));
  return songOf(notes, { ppq: PPQ, end: quarters * PPQ + 400 });
}

function onsets(song: Song, after: Song): number[] {
  return [...new Set(newNotes(song, after).map(({ start }) => start))];
}

/** Where in a quarter note the new onsets are. */
function places(song: Song, after: Song): number[] {
  return [...new Set(onsets(song, after).map((start) => start % PPQ))].sort((a, b) => a - b);
}

describe('the places of onsets', () => {
  it('are those of triplets where most onsets say so', () => {
    expect(beatTicks([0, 160, 320, 480, 640, 800], PPQ, undefined)).toEqual([0, 160, 320]);
    expect(beatTicks([0, 320, 480, 800, 960, 1280], PPQ, undefined)).toEqual([0, 320]);
    // Sixteenths in triplets too.
    expect(beatTicks([0, 80, 160, 240, 320, 400, 480, 560, 640, 720, 800, 880], PPQ, undefined)).toEqual([
      0, 80, 160, 240, 320, 400,
    ]);
  });

  it('are where they are played: swing that is not two to one', () => {
    expect(beatTicks([0, 304, 480, 788, 960, 1260, 1440, 1748], PPQ, undefined)).toEqual([0, 304]);
  });

  it.each([56, 58, 60, 62, 64, 70])('are those of swing at %i %% of the quarter note', (percent) => {
    const late = Math.round((PPQ * percent) / 100);
    const eighths = Array.from({ length: 16 }, (_, q) => [q * PPQ, q * PPQ + late]).flat();
    expect(beatTicks(eighths, PPQ, undefined)).toEqual([0, late]);
  });

  it('are even otherwise, also where a few notes are early or late', () => {
    for (const even of [[], [0, 480], [0, 240, 480, 720], [0, 120, 240, 360, 480, 600], [160, 480, 960]]) {
      expect(beatTicks(even, PPQ, undefined)).toBeUndefined();
    }
    expect(beatTicks([0, 131, 236, 371, 474, 592, 731, 846, 960, 1092, 1184], PPQ, undefined)).toBeUndefined();
  });

  it('are as requested', () => {
    expect(beatTicks([0, 120, 240, 360], PPQ, 12)).toEqual([0, 160, 320]);
    expect(beatTicks([0, 160, 320, 480, 640, 800], PPQ, 4)).toBeUndefined();
  });
});

describe.each([
  ['triplets', [0, 160, 320]],
  ['swing', [0, 320]],
] as const)('music in %s', (_, beat) => {
  const song = tune(beat, 32);

  it.each([
    ['harmonise', (options: object) => harmonise(MODEL, song, { ...QUICK, ...options })],
    ['continue', (options: object) => continueSong(MODEL, song, { ...QUICK, ...options })],
    ['fill', (options: object) => fillBars(MODEL, song, { ...QUICK, firstBar: 3, lastBar: 6, ...options })],
  ] as const)('%s has its new onsets where the music has them', (_name, work) => {
    expect(beat).toEqual(expect.arrayContaining(places(song, work({}))));
    expect(places(song, work({ grid: 12 }))).toEqual(places(song, work({})));
  });

  it('is even on request', () => {
    expect(places(song, continueSong(MODEL, song, { ...QUICK, bars: 16, grid: 4 }))).toContain(240);
  });
});

it('triplets on the grid of 12 in a song of sixteenths, on request', () => {
  const song = tune([0, 120, 240, 360], 16);
  expect([0, 160, 320]).toEqual(
    expect.arrayContaining(places(song, continueSong(MODEL, song, { ...QUICK, grid: 12 }))),
  );
  expect(() => continueSong(MODEL, song, { grid: 6 as 4 })).toThrow(expect.objectContaining({ option: 'grid' }));
});

it('in a song of both each part has its own', () => {
  const straight = tune([0, 120, 240, 360], 32);
  const triplets = tune([0, 160, 320], 32).notes.map((note) =>
    Object.assign({}, note, { start: note.start + 32 * PPQ }),
  );
  const song: Song = { ...straight, notes: [...straight.notes, ...triplets], end: 65 * PPQ };
  const fresh = onsets(song, harmonise(MODEL, song, QUICK));
  const own = new Set(song.notes.map(({ start }) => start));
  for (const start of fresh) expect(own.has(start)).toBe(true);
});

it('beside a melody that was played live every new onset of its steps is on its own', () => {
  // Up to 30 ms early or late at 120 beats a minute.
  const song = tune([0, 120, 240, 360], 32, (n) => ((n * 37) % 59) - 29);
  const own = song.notes.map(({ start }) => start);
  const fresh = onsets(song, harmonise(MODEL, song, QUICK));
  expect(fresh.length).toBeGreaterThan(20);
  for (const start of fresh) expect(own).toContain(start);
  const sparse: Song = { ...song, notes: song.notes.filter((_: Note, n) => n % 3 > 0) };
  for (const start of onsets(sparse, harmonise(MODEL, sparse, QUICK))) {
    const nearest = sparse.notes.reduce((least, note) => Math.min(least, Math.abs(note.start - start)), Infinity);
    // Together with a note of the melody, or a step away.
    expect(nearest === 0 || nearest > 58).toBe(true);
  }
});
