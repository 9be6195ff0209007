import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Note, readMidi, type Song, writeMidi } from '../../src/index.ts';
import { barStart } from '../../src/midi/bar-lines.ts';
import { continueSong } from '../../src/music/songs/continue-song.ts';
import { barCount, fillBars } from '../../src/music/songs/fill-bars.ts';
import { harmonise } from '../../src/music/songs/harmonise.ts';
import { type Keep, keptNotes } from '../../src/music/songs/voice-selection.ts';
import { bundled, MODEL, newNotes, oldNotes, someBundled, songOf } from './fixture.ts';

/** Few steps: what is kept is kept however well the rest is found. */
const QUICK = { gibbs: 3 };

function keyOf({ channel, pitch }: Note): number {
  return channel * 128 + pitch;
}

function step(song: Song, tick: number): number {
  return Math.floor((tick * 4) / song.ppq + 0.5);
}

/** The notes as far from each other as before, higher by some semitones. */
function higher(notes: readonly Note[], semitones: number): Note[] {
  return notes.map((note) => Object.assign({}, note, { pitch: note.pitch + semitones }));
}

/** Songs as files have them: any PPQ, off the grid, several channels and tracks, drums, pitches the model has not. */
const anySong: fc.Arbitrary<Song> = fc
  .record({
    ppq: fc.constantFrom(1, 3, 24, 52, 96, 220, 480),
    notes: fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 40 }),
        off: fc.double({ min: 0, max: 0.99, noNaN: true }),
        length: fc.double({ min: 0, max: 3, noNaN: true }),
        pitch: fc.oneof(
          { weight: 5, arbitrary: fc.integer({ min: 40, max: 84 }) },
          { weight: 1, arbitrary: fc.nat(127) },
        ),
        velocity: fc.integer({ min: 1, max: 127 }),
        voice: fc.constantFrom(0, 0, 1, 2, 9),
      }),
      { minLength: 1, maxLength: 25 },
    ),
    signatures: fc.array(fc.constantFrom([3, 4], [2, 4], [6, 8], [4, 4]), { maxLength: 1 }),
  })
  .map(({ ppq, notes, signatures }) => {
    const all = notes.map(({ at, off, length, pitch, velocity, voice }) => ({
      start: Math.floor((at + off) * ppq),
      length: Math.floor(length * ppq),
      pitch,
      velocity,
      channel: voice,
      track: Math.min(voice, 2),
    }));
    // A note within another one of its key cannot be told in a file.
    const clean = all.filter((note, n) => {
      return !all.some(
        (x, m) =>
          m !== n &&
          keyOf(x) === keyOf(note) &&
          x.start <= note.start + note.length &&
          note.start <= x.start + x.length &&
          m < n,
      );
    });
    const timeSignatures = signatures.map(([numerator = 4, denominator = 4]) => ({ tick: 0, numerator, denominator }));
    return readMidi(writeMidi(songOf(clean, { format: 1, ppq, tracks: 3, timeSignatures })));
  })
  .filter(({ notes }) => notes.some(({ channel, pitch }) => channel !== 9 && pitch >= 24 && pitch <= 101));

/** Fails unless a song survives being written and read. */
function expectWritable(song: Song): void {
  expect(readMidi(writeMidi(song)).notes).toEqual([...song.notes]);
}

describe('whatever is added', () => {
  const runs = { numRuns: 40 };

  it('continue keeps every note and adds only after the last', () => {
    fc.assert(
      fc.property(anySong, fc.integer({ min: 1, max: 3 }), (song, bars) => {
        const after = continueSong(MODEL, song, { ...QUICK, bars });
        expect(oldNotes(song, after)).toEqual(song.notes);
        const end = Math.max(...song.notes.map(({ start, length }) => start + length));
        for (const { start } of newNotes(song, after)) expect(start).toBeGreaterThanOrEqual(end - song.ppq / 8);
        expectWritable(after);
      }),
      runs,
    );
  });

  it('fill keeps every note that begins elsewhere and adds only in the bars', () => {
    fc.assert(
      fc.property(anySong, fc.nat({ max: 5 }), fc.nat({ max: 3 }), (song, first, more) => {
        const last = Math.max(...song.notes.map(({ start, length }) => start + length));
        let bars = 0;
        while (barStart(song, bars) < last) bars++;
        fc.pre(bars > 0);
        const from = Math.min(first + 1, bars);
        const to = Math.min(from + more, bars);
        const after = fillBars(MODEL, song, { ...QUICK, firstBar: from, lastBar: to });
        const [start, end] = [barStart(song, from - 1), barStart(song, to)];
        const elsewhere = song.notes.filter((note) => note.start < start || note.start >= end || note.channel === 9);
        expect(oldNotes(song, after)).toEqual(elsewhere);
        const half = song.ppq / 8 + 1;
        for (const note of newNotes(song, after)) {
          expect(note.start).toBeGreaterThanOrEqual(start - half);
          expect(note.start + note.length).toBeLessThanOrEqual(end + half);
        }
        expectWritable(after);
      }),
      runs,
    );
  });

  it('harmonise keeps the voice and adds nothing to it', () => {
    const keeps = fc.constantFrom<Keep>('melody', 'bass', 'all', 'track:1', 'track:2');
    fc.assert(
      fc.property(anySong, keeps, (song, keep) => {
        fc.pre(!keep.startsWith('track') || song.notes.some(({ track }) => track === Number(keep.slice(6)) - 1));
        const kept = keptNotes(song, keep, 4);
        fc.pre(kept.some(({ channel, pitch }) => channel !== 9 && pitch >= 24 && pitch <= 101));
        const after = harmonise(MODEL, song, { ...QUICK, keep });
        // Drums are no voice: they stay.
        const stays = song.notes.filter((note) => kept.includes(note) || note.channel === 9);
        expect(oldNotes(song, after)).toEqual(stays);
        const channels = new Set(stays.map(({ channel }) => channel));
        for (const { channel } of newNotes(song, after)) expect(channels.has(channel)).toBe(false);
        expectWritable(after);
      }),
      runs,
    );
  });
});

describe('harmonise', () => {
  it.each(['melody', 'bass'] as const)('lets nothing sound beyond the %s', (keep) => {
    const side = keep === 'melody' ? 1 : -1;
    for (const song of someBundled(13)) {
      const after = harmonise(MODEL, song, { ...QUICK, keep });
      const kept = oldNotes(song, after);
      const fresh = newNotes(song, after);
      expect(fresh.length).toBeGreaterThan(10);
      const end = (note: Note): number => Math.max(step(song, note.start) + 1, step(song, note.start + note.length));
      // Two kept notes may overlap: the outer one is the limit.
      const limits = new Map<number, number>();
      for (const note of kept) {
        for (let at = step(song, note.start); at < end(note); at++) {
          limits.set(at, Math.max(side * note.pitch, limits.get(at) ?? -Infinity));
        }
      }
      for (const note of fresh) {
        for (let at = step(song, note.start); at < end(note); at++) {
          expect(side * note.pitch).toBeLessThan(limits.get(at) ?? Infinity);
        }
      }
    }
  });

  it('finds the melody of a chorale: its highest voice, note for note', () => {
    const song = bundled('old-hundredth');
    const melody = keptNotes(song, 'melody', 4);
    for (const note of melody) {
      const above = song.notes.filter(
        ({ start, length, pitch }) => start <= note.start && start + length > note.start && pitch > note.pitch,
      );
      expect(above).toEqual([]);
    }
    const onsets = new Set(song.notes.map(({ start }) => start));
    expect(melody.length).toBeGreaterThan(onsets.size / 2);
    expect(oldNotes(song, harmonise(MODEL, song, QUICK))).toEqual(melody);
  });

  it('is from the first kept note to the last, and sounds throughout', () => {
    const notes = Array.from({ length: 8 }, (_, n) => ({ start: 384 + n * 96, pitch: 67 + (n % 3) }));
    const song = songOf(notes);
    const fresh = newNotes(song, harmonise(MODEL, song, { seed: 3 }));
    expect(Math.min(...fresh.map(({ start }) => start))).toBe(384);
    expect(Math.max(...fresh.map(({ start, length }) => start + length))).toBe(song.end);
  });
});

describe('a song and its key', () => {
  it('moves with its song: up a third, the new notes go up a third', () => {
    const song = bundled('own-cradle-song');
    const up = { ...song, notes: higher(song.notes, 4) };
    for (const work of [
      (given: Song) => continueSong(MODEL, given, { ...QUICK, bars: 4 }),
      (given: Song) => harmonise(MODEL, given, QUICK),
      (given: Song) => fillBars(MODEL, given, { ...QUICK, firstBar: 3, lastBar: 4 }),
    ]) {
      const [plain, moved] = [newNotes(song, work(song)), newNotes(up, work(up))];
      // By as much as brings both to C: a third up, or a sixth down.
      const by = (moved[0]?.pitch ?? 0) - (plain[0]?.pitch ?? 0);
      expect([4, -8]).toContain(by);
      expect(moved).toEqual(higher(plain, by));
    }
  });

  it('is taken as given', () => {
    const song = songOf([0, 2, 4].map((pitch, n) => ({ start: n * 96, pitch: 60 + pitch })));
    const pitches = (key: string | undefined): string =>
      newNotes(song, harmonise(MODEL, song, { ...QUICK, key }))
        .map(({ pitch }) => pitch)
        .join();
    expect(pitches('Am')).toBe(pitches('C'));
    expect(pitches('E')).not.toBe(pitches('C'));
    expect(() => harmonise(MODEL, song, { key: 'X' })).toThrow(expect.objectContaining({ option: 'key' }));
  });
});

describe('the new notes', () => {
  it('sound like the song by default', () => {
    const song: Song = { ...bundled('silent-night') };
    const like: Song = {
      ...song,
      notes: song.notes.map((note) => Object.assign({}, note, { velocity: 61 })),
      programs: [0, 1, 2, 3].map((channel) => ({ tick: 0, channel, track: 0, program: 19 })),
    };
    const after = continueSong(MODEL, like, { ...QUICK, bars: 1 });
    const [note] = newNotes(like, after);
    expect(note?.velocity).toBe(61);
    const tick = barStart(song, barCount(song));
    expect(after.programs).toContainEqual({ tick, channel: note?.channel, track: like.tracks, program: 19 });
    const told = continueSong(MODEL, like, { ...QUICK, bars: 1, velocity: 99, program: 5 });
    expect(newNotes(like, told)[0]?.velocity).toBe(99);
    expect(told.programs.at(-1)?.program).toBe(5);
  });

  it('are the same for the same seed, others for another', () => {
    const song = bundled('frere-jacques');
    const [a, b, c] = [1, 1, 2].map((seed) => continueSong(MODEL, song, { ...QUICK, seed }).notes);
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  it('fill sees both sides: what comes after changes what is found', () => {
    const song = bundled('silent-night');
    const end = barStart(song, 6);
    const other = { ...song, notes: song.notes.map((note) => (note.start >= end ? { ...note, pitch: 60 } : note)) };
    const [a, b] = [song, other].map((given) =>
      newNotes(given, fillBars(MODEL, given, { gibbs: 12, firstBar: 5, lastBar: 6, key: 'C' })),
    );
    expect(b).not.toEqual(a);
  });
});

describe('what cannot be done', () => {
  const song = bundled('frere-jacques');

  it('is refused by name', () => {
    const cases: [() => unknown, string][] = [
      [() => continueSong(MODEL, song, { bars: 0 }), 'bars'],
      [() => fillBars(MODEL, song, { firstBar: 0, lastBar: 1 }), 'firstBar'],
      [() => fillBars(MODEL, song, { firstBar: 2, lastBar: 1 }), 'lastBar'],
      [() => fillBars(MODEL, song, { firstBar: 1, lastBar: 1000 }), 'lastBar'],
      [() => harmonise(MODEL, song, { keep: 'alto' as Keep }), 'keep'],
      [() => harmonise(MODEL, song, { keep: 'track:99' }), 'keep'],
      [() => harmonise(MODEL, song, { density: 0 }), 'density'],
      [() => continueSong(MODEL, { ...song, ppq: 0 }), 'ppq'],
    ];
    for (const [work, option] of cases) expect(work).toThrow(expect.objectContaining({ option }));
  });

  it('is refused where there is nothing to hear, or too much', () => {
    const drums = songOf([{ channel: 9 }]);
    for (const work of [continueSong, harmonise]) {
      expect(() => work(MODEL, drums)).toThrow(expect.objectContaining({ code: 'no-notes' }));
      expect(() => work(MODEL, { ...song, format: 2 })).toThrow(expect.objectContaining({ code: 'midi-format-2' }));
    }
    const far = songOf([{ start: 0 }, { start: 96 * 30_000 }]);
    expect(() => harmonise(MODEL, far)).toThrow(expect.objectContaining({ code: 'roll-too-long' }));
  });
});
