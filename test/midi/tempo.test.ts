import { describe, expect, it } from 'vitest';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import type { Song } from '../../src/midi/song.ts';
import { durationSeconds, mainTempo, secondsAt } from '../../src/midi/tempo.ts';
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

/** Tempos at ticks. */
function at(...changes: [tick: number, tempo: number][]): Song['tempos'] {
  return changes.map(([tick, tempo]) => ({ tick, microsecondsPerQuarter: 60000000 / tempo }));
}

describe('the tempo that stands for a song', () => {
  it('is 120 until the first', () => {
    expect(mainTempo(SONG)).toBe(120);
    expect(mainTempo({ ...SONG, end: 1000, tempos: at([900, 60]) })).toBe(120);
    expect(mainTempo({ ...SONG, end: 0, tempos: at([0, 60]) })).toBe(60);
  });

  it('is the last of several at one tick', () => {
    expect(mainTempo({ ...SONG, end: 1000, tempos: at([0, 40], [0, 150]) })).toBe(150);
    expect(mainTempo({ ...SONG, end: 0, tempos: at([0, 40], [0, 150]) })).toBe(150);
  });

  it('is the one that sounds longest, in seconds and up to the last note', () => {
    // 100 beats at 200 take 30 s, 40 beats at 60 take 40 s.
    const tempos = at([0, 200], [100 * SONG.ppq, 60]);
    expect(mainTempo({ ...SONG, end: 140 * SONG.ppq, tempos })).toBe(60);
    expect(mainTempo({ ...SONG, end: 125 * SONG.ppq, tempos })).toBe(200);
    const note = { start: 0, length: 125 * SONG.ppq, pitch: 60, velocity: 80, channel: 0, track: 0 };
    expect(mainTempo({ ...SONG, notes: [note], end: 140 * SONG.ppq, tempos })).toBe(200);
    // Stretches of one tempo count together.
    const back = at([0, 100], [10 * SONG.ppq, 60], [18 * SONG.ppq, 100]);
    expect(mainTempo({ ...SONG, end: 26 * SONG.ppq, tempos: back })).toBe(100);
  });
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
