import { expect, it } from 'vitest';
import { readMidi } from '../../src/midi/read-midi.ts';
import type { Song } from '../../src/midi/song.ts';
import { durationSeconds, firstTempo, secondsAt } from '../../src/midi/tempo.ts';
import { chunk, END, header } from './bytes.ts';

const SONG: Song = {
  format: 1,
  ppq: 100,
  tracks: 1,
  end: 1000,
  notes: [],
  tempos: [],
  timeSignatures: [],
  programs: [],
  pedals: [],
};

it('plays 120 quarter notes a minute without a tempo', () => {
  expect(durationSeconds(SONG)).toBe(5);
  expect(secondsAt(SONG, 0)).toBe(0);
  expect(secondsAt(SONG, 1)).toBe(0.005);
});

it('follows the tempo map, whatever its order', () => {
  const tempos = [
    { tick: 400, microsecondsPerQuarter: 250000 },
    { tick: 200, microsecondsPerQuarter: 1000000 },
    { tick: 400, microsecondsPerQuarter: 2000000 },
  ];
  const song = { ...SONG, tempos };
  expect(secondsAt(song, 200)).toBe(1);
  expect(secondsAt(song, 300)).toBe(2);
  expect(secondsAt(song, 400)).toBe(3);
  // Of two tempos at one tick the later one holds.
  expect(secondsAt(song, 500)).toBe(5);
  expect(durationSeconds(song)).toBe(15);
  expect(secondsAt(song, 2000)).toBe(35);
});

it('begins at the first tempo, or at 120 without one', () => {
  expect(firstTempo(SONG)).toBe(120);
  const tempos = [750000, 500000].map((microsecondsPerQuarter, tick) => ({ tick, microsecondsPerQuarter }));
  expect(firstTempo({ ...SONG, tempos })).toBe(80);
});

// 240 ticks of a file that counts film frames last 240 / (frames · ticks in a frame) seconds.
it.each([
  [24, 4, 48, 2.5],
  [25, 4, 50, 2.4],
  [25, 5, 125, 1.92],
  [29, 4, 60, 2.002],
  [30, 4, 60, 2],
  [30, 255, 3825, 240 / 7650],
])('%i frames a second of %i ticks: %i ticks a quarter', (frames, ticks, ppq, seconds) => {
  const tempo = [0, 0xff, 0x51, 3, 1, 2, 3];
  const track = [...tempo, 0, 0x90, 60, 80, 0x81, 0x70, 0x80, 60, 0, ...END];
  const song = readMidi(Uint8Array.from([...header(0, 1, (256 - frames) * 256 + ticks), ...chunk('MTrk', track)]));
  expect(song.ppq).toBe(ppq);
  expect(song.end).toBe(240);
  expect(song.tempos).toHaveLength(1);
  expect(durationSeconds(song)).toBeCloseTo(seconds, 12);
});
