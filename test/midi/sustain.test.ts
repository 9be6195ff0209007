import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Note, PedalChange, Song } from '../../src/midi/song.ts';
import { sustain } from '../../src/midi/sustain.ts';
import { writeMidi } from '../../src/midi/writing/write-midi.ts';
import { arbitrarySong, SHORT_SHAPE } from './arbitrary-song.ts';

function note(start: number, length: number, more: Partial<Note> = {}): Note {
  return { start, length, pitch: 60, velocity: 80, channel: 0, track: 0, ...more };
}

function pedal(tick: number, value: number, more: Partial<PedalChange> = {}): PedalChange {
  return { tick, value, channel: 0, track: 0, ...more };
}

/** Where the notes end once the pedal has done its work. */
function ends(notes: readonly Note[], pedals: readonly PedalChange[], format: 1 | 2 = 1): number[] {
  const song = { format, ppq: 96, tracks: 2, end: 1000, notes, pedals, tempos: [], timeSignatures: [], programs: [] };
  return sustain(song).notes.map(({ start, length }) => start + length);
}

describe('a note whose key comes up', () => {
  it('while the pedal is down lasts until it comes up', () => {
    expect(ends([note(0, 10)], [pedal(5, 127), pedal(50, 0)])).toEqual([50]);
    expect(ends([note(0, 10)], [pedal(5, 64), pedal(20, 90), pedal(50, 63)])).toEqual([50]);
  });

  it('while the pedal is up ends there', () => {
    expect(ends([note(0, 10)], [pedal(5, 63), pedal(11, 127), pedal(50, 0)])).toEqual([10]);
    expect(ends([note(0, 10)], [pedal(5, 127), pedal(10, 0)])).toEqual([10]);
    expect(ends([note(0, 10)], [pedal(2, 127), pedal(7, 0)])).toEqual([10]);
  });

  it('in the tick in which the pedal goes down is caught', () => {
    expect(ends([note(0, 10)], [pedal(10, 127), pedal(50, 0)])).toEqual([50]);
  });

  it('is let go by a pedal that comes up and goes down in one tick', () => {
    expect(ends([note(0, 10)], [pedal(5, 127), pedal(30, 0), pedal(30, 127), pedal(60, 0)])).toEqual([30]);
  });

  it('lasts to the end of the song if the pedal never comes up', () => {
    expect(ends([note(0, 10)], [pedal(5, 127)])).toEqual([1000]);
  });

  it('is ended by the same key, not by another', () => {
    expect(ends([note(0, 10), note(30, 5)], [pedal(5, 127), pedal(50, 0)])).toEqual([30, 50]);
    expect(ends([note(0, 10), note(30, 5, { pitch: 61 })], [pedal(5, 127), pedal(50, 0)])).toEqual([50, 50]);
    expect(ends([note(0, 10), note(30, 5, { track: 1 })], [pedal(5, 127), pedal(50, 0)])).toEqual([30, 50]);
    expect(ends([note(0, 20), note(10, 30)], [pedal(5, 127), pedal(50, 0)])).toEqual([20, 50]);
  });

  it('is not held by another channel', () => {
    expect(ends([note(0, 10)], [pedal(5, 127, { channel: 1 })])).toEqual([10]);
  });

  it("is held by another track's pedal, but not in format 2", () => {
    const pedals = [pedal(5, 127, { track: 1 }), pedal(50, 0, { track: 1 })];
    expect(ends([note(0, 10)], pedals)).toEqual([50]);
    expect(ends([note(0, 10)], pedals, 2)).toEqual([10]);
  });
});

/** When a key that comes up at `tick` falls silent, tick by tick. */
function silence(song: Song, of: Note): number {
  let tick = of.start + of.length;
  const same = (a: { channel: number; track: number }): boolean =>
    a.channel === of.channel && (song.format !== 2 || a.track === of.track);
  const strikes = song.notes.filter((n) => same(n) && n.pitch === of.pitch && n.start > of.start);
  const changes = song.pedals.filter(same);
  let down = false;
  for (const change of changes) if (change.tick <= tick) down = change.value >= 64;
  while (down && tick < song.end && !strikes.some(({ start }) => start <= tick)) {
    tick++;
    for (const change of changes) if (change.tick === tick && change.value < 64) down = false;
  }
  return tick;
}

describe('any song', () => {
  it('sounds as one that is played tick by tick', () => {
    fc.assert(
      fc.property(arbitrarySong(SHORT_SHAPE), (song) => {
        const expected = song.notes.map((n) => `${n.start} ${n.channel} ${n.pitch} ${n.track} ${silence(song, n)}`);
        const got = sustain(song).notes.map(
          (n) => `${n.start} ${n.channel} ${n.pitch} ${n.track} ${n.start + n.length}`,
        );
        expect(got.sort()).toEqual(expected.sort());
      }),
    );
  });

  it('can be written afterwards, and sounds the same again', () => {
    fc.assert(
      fc.property(arbitrarySong(), (song) => {
        const once = sustain(song);
        expect(() => writeMidi(once)).not.toThrow();
        expect(sustain(once)).toEqual(once);
        expect(sustain({ ...once, pedals: song.pedals })).toEqual(once);
      }),
    );
  });
});
