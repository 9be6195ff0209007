import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMidi } from '../../src/midi/reading/read-midi.ts';
import type { ControlChange, Note, Song } from '../../src/midi/song.ts';
import { writeMidi } from '../../src/midi/writing/write-midi.ts';
import { instrumentTone } from '../../src/sound/instruments/instrument-tone.ts';
import { amplify, peakOf } from '../../src/sound/loudness.ts';
import { audibleSamples, finalGain } from '../../src/sound/mastering.ts';
import { renderSong } from '../../src/sound/render-song.ts';
import { Reverb } from '../../src/sound/reverb.ts';
import { LONGEST_MUSIC, songBlocks } from '../../src/sound/song-blocks.ts';
import { SAMPLE_RATE, type Sound, silence, sliceSound } from '../../src/sound/sound.ts';
import { Channels } from '../../src/sound/voices/channels.ts';
import { bendBank, createBank, runBank } from '../../src/sound/voices/partial-bank.ts';
import { MAX_VOICES } from '../../src/sound/voices/voices.ts';
import { MOST_WAV_SAMPLES, wavHeader, writeWav } from '../../src/sound/wav.ts';
import { aSong } from './a-song.ts';
import { level, part } from './measure.ts';
import { addReverb, addTone } from './whole-sounds.ts';

const fixture = (name: string): Song =>
  readMidi(readFileSync(fileURLToPath(new URL(`../../fixtures/midi/${name}.mid`, import.meta.url))));
const digest = (sound: Sound): string => createHash('sha256').update(writeWav(sound)).digest('hex');

/** A song's blocks put together; how long each was. */
function together(song: Song): { sound: Sound; lengths: number[] } {
  const { samples, blocks } = songBlocks(song);
  const sound = silence(samples);
  const lengths: number[] = [];
  let at = 0;
  for (const { left, right } of blocks) {
    sound.left.set(left, at);
    sound.right.set(right, at);
    at += left.length;
    lengths.push(left.length);
  }
  return { sound, lengths };
}

describe('blocks', () => {
  it('are the whole, and the same each time', () => {
    const song = fixture('frere-jacques');
    const { sound, lengths } = together(song);
    expect(lengths.slice(0, -1).every((length) => length === 1024)).toBe(true);
    expect(lengths.at(-1)).toBeLessThanOrEqual(1024);
    amplify(sound, finalGain(peakOf(sound)));
    expect(digest(sliceSound(sound, 0, audibleSamples(sound)))).toBe(digest(renderSong(song)));
  });

  it('are notes added up one after the other, and the reverb', () => {
    const notes = Array.from({ length: 30 }, (_, n) => ({ start: 137 * n, pitch: 30 + 3 * n, length: 50 * (n % 7) }));
    const expected = silence(together(aSong(notes)).sound.left.length);
    for (const { start, length, pitch, velocity } of aSong(notes).notes) {
      const [from, to] = [start, start + length].map((tick) => Math.round((tick / 960) * SAMPLE_RATE));
      addTone(expected, from!, Math.max(1, to! - from!), instrumentTone(0, pitch, velocity));
    }
    addReverb(expected, 0.16);
    const { sound } = together(aSong(notes));
    expect(Buffer.compare(Buffer.from(sound.left.buffer), Buffer.from(expected.left.buffer))).toBe(0);
    expect(Buffer.compare(Buffer.from(sound.right.buffer), Buffer.from(expected.right.buffer))).toBe(0);
  });

  it('are the same after a long silence', () => {
    const late = [{ length: 480 }, { start: 96_000, length: 480 }];
    const both = renderSong(aSong(late));
    const alone = renderSong(aSong([{ start: 96_000, length: 480 }]));
    expect(digest(part(both, 99, 102))).toBe(digest(part(alone, 99, 102)));
  });

  it('end where nothing is left to sound: a note of hours costs no more than it is heard', () => {
    const { samples, blocks } = songBlocks(aSong([{ length: 960 * LONGEST_MUSIC }]));
    expect(samples).toBe((LONGEST_MUSIC + 3) * SAMPLE_RATE);
    let seconds = 0;
    for (const { left } of blocks) seconds += left.length / SAMPLE_RATE;
    expect(seconds).toBeLessThan(60);
  });

  it('refuse longer music before the first', () => {
    expect(() => songBlocks(aSong([{ length: 960 * (LONGEST_MUSIC + 1) }]))).toThrow(
      expect.objectContaining({ code: 'midi-too-long', got: String(LONGEST_MUSIC + 1) }),
    );
  });
});

/** Notes that begin together: no two of them the same. */
const chord = (count: number, more: Partial<Note> = {}): Partial<Note>[] =>
  Array.from({ length: count }, (_, n) => ({ pitch: 30 + (n % 60), channel: Math.floor(n / 60) % 9, ...more }));

describe('the limit on voices', () => {
  it('leaves what begins in one tick with the first of its notes', () => {
    const notes = [...aSong(chord(1000)).notes].sort((a, b) => a.channel - b.channel || a.pitch - b.pitch);
    expect(digest(renderSong(aSong(notes)))).toBe(digest(renderSong(aSong(notes.slice(0, MAX_VOICES)))));
  });

  it('ends the oldest for a new one, without a click', () => {
    const programs = Array.from({ length: 9 }, (_, channel) => ({ tick: 0, channel, track: 0, program: 19 }));
    const old = { pitch: 96, channel: 8, length: 9600, velocity: 127 };
    const rest = chord(MAX_VOICES - 1, { start: 960, length: 3840, velocity: 1 });
    const sound = (more: Partial<Note>[]): Sound => renderSong(aSong([old, ...rest, ...more], { programs }));
    const full = sound([]);
    expect(level(full, 2.5, 2.9)).toBeGreaterThan(0.2);
    const over = sound([{ start: 1920, pitch: 30, velocity: 1 }]);
    expect(level(over, 2.5, 2.9)).toBeLessThan(0.3 * level(full, 2.5, 2.9));
    let steepest = 0;
    for (let n = 1; n < over.left.length; n++)
      steepest = Math.max(steepest, Math.abs(over.left[n]! - over.left[n - 1]!));
    let usual = 0;
    for (let n = 1; n < full.left.length; n++) usual = Math.max(usual, Math.abs(full.left[n]! - full.left[n - 1]!));
    expect(steepest).toBeLessThan(1.1 * usual);
  });

  it('ends a released one first', () => {
    const programs = [{ tick: 0, channel: 0, track: 0, program: 19 }];
    const held = Array.from({ length: 60 }, (_, n) => ({ pitch: 40 + n, length: 9600 }));
    const ringing = Array.from({ length: 190 }, () => ({ channel: 1, pitch: 30, start: 900, length: 50 }));
    const late = Array.from({ length: 100 }, () => ({ channel: 2, pitch: 35, start: 960, length: 480, velocity: 1 }));
    const sound = renderSong(aSong([...held, ...ringing, ...late], { programs }));
    const alone = renderSong(aSong(held, { programs }));
    const ratio = level(sound, 5, 6) / level(sound, 8, 9) / (level(alone, 5, 6) / level(alone, 8, 9));
    expect(ratio).toBeCloseTo(1, 2);
  });

  it('leaves out a note for which only one younger than 50 ms could be ended', () => {
    const full = chord(MAX_VOICES, { length: 4800 });
    const late = (start: number): string => digest(renderSong(aSong([...full, { start, pitch: 100, length: 960 }])));
    expect(late(47)).toBe(digest(renderSong(aSong(full))));
    expect(late(49)).not.toBe(digest(renderSong(aSong(full))));
  });

  it('bounds the work: 20,000 notes of ten seconds take no longer than 256', { timeout: 60_000 }, () => {
    const many = aSong(Array.from({ length: 20_000 }, (_, n) => ({ start: n % 960, pitch: n % 128, length: 1920 })));
    expect(peakOf(renderSong(many))).toBeCloseTo(0.89125, 4);
  });
});

const words = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** A file of format 0 of these events: delta time and bytes. 960 ticks are a second. */
function file(...events: number[][]): Song {
  const track = [...events.flat(), 0, 0xff, 0x2f, 0];
  const size = [0, 0, track.length >> 8, track.length & 255];
  return readMidi(
    Uint8Array.from([...words('MThd'), 0, 0, 0, 6, 0, 0, 0, 1, 1, 224, ...words('MTrk'), ...size, ...track]),
  );
}
const master = (value: number): number[] => [0, 0xf0, 7, 0x7f, 0x7f, 4, 1, 0, value, 0xf7];

const controlOf = ({ tick, channel, controller, value }: Omit<ControlChange, 'track'>): ControlChange => {
  return { tick, channel, controller, value, track: 0 };
};

describe('a file', () => {
  it('sounds like the song that it is written from, whatever happens in it', () => {
    const event = fc.record({
      tick: fc.integer({ min: 0, max: 1900 }),
      channel: fc.integer({ min: 0, max: 1 }),
      controller: fc.constantFrom(1, 6, 7, 10, 11, 38, 96, 100, 101, 120, 121, 123),
      value: fc.integer({ min: 0, max: 127 }),
      bend: fc.integer({ min: -8192, max: 8191 }),
      kind: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const list = [...events].sort((a, b) => a.tick - b.tick);
        const song = aSong([{ length: 960 }, { channel: 1, start: 480, length: 960, pitch: 50 }], {
          end: 1920,
          controls: list.filter(({ kind }) => kind < 2).map(controlOf),
          bends: list
            .filter(({ kind }) => kind === 2)
            .map(({ tick, channel, bend }) => ({ tick, channel, track: 0, value: bend })),
          pressures: list
            .filter(({ kind }) => kind === 3)
            .map(({ tick, channel, value }) => ({ tick, channel, track: 0, value })),
        });
        const read = readMidi(writeMidi(song));
        const sound = renderSong(read);
        expect(digest(renderSong(read))).toBe(digest(sound));
        expect(peakOf(sound)).toBeLessThan(0.9);
        // The order of a reset among its tick's other events is the file's: by hand it is programs, controllers, bends, pressures.
        const ticks = list.filter(({ kind, controller }) => kind < 2 && controller === 121).map(({ tick }) => tick);
        if (list.some(({ tick, kind }) => kind > 1 && ticks.includes(tick))) return;
        expect(digest(renderSong(song))).toBe(digest(sound));
      }),
      { numRuns: 12 },
    );
  });

  const on = [0, 0x90, 69, 100];
  const second = [0x87, 0x40];

  it('may have a bend and a reset in one tick: the last one holds', () => {
    const off = [...second, 0x80, 69, 0];
    const reset = [0, 0xb0, 121, 0];
    const bend = [0, 0xe0, 0, 127];
    const plain = digest(renderSong(file(on, off)));
    const bent = digest(renderSong(file(bend, on, off)));
    expect(bent).not.toBe(plain);
    expect(digest(renderSong(file(bend, reset, on, off)))).toBe(plain);
    expect(digest(renderSong(file(reset, bend, on, off)))).toBe(bent);
  });

  it('may set the volume of all: universal system exclusive', () => {
    const half = [...second, ...master(32).slice(1)];
    const sound = renderSong(file([0, 0xc0, 73], on, half, [...second, 0x80, 69, 0]));
    expect(level(sound, 1.5, 1.9) / level(sound, 0.3, 0.9)).toBeLessThan(0.15);
  });
});

const click = (): Sound => {
  const block = silence(1024);
  block.left[100] = 1;
  return block;
};

describe('parts', () => {
  it('a bank is the same in runs of any length, bent or not', () => {
    const { partials } = instrumentTone(0, 40, 100).sources[0]!;
    for (const bend of [1, 1.5]) {
      const [whole, pieces] = [createBank(partials, 5000, 0.1, 0), createBank(partials, 5000, 0.1, 0)];
      for (const bank of [whole, pieces]) bendBank(bank, bend, 0);
      const [all, some] = [new Float64Array(900), new Float64Array(900)];
      runBank(all, whole, 0, 900);
      for (let at = 0, size = 1; at < 900; at += size, size = Math.min(2 * size, 900 - at)) {
        runBank(some.subarray(at), pieces, at, size);
      }
      expect(some).toEqual(all);
    }
  });

  it('a bend changes neither the amplitude nor where a sine stands', () => {
    const bank = createBank([{ frequency: 441, level: 1, decay: Infinity }], 1e6, 0.1, 0);
    const out = new Float64Array(1000);
    runBank(out, bank, 0, 25);
    bendBank(bank, 2, 25);
    runBank(out.subarray(25), bank, 25, 975);
    for (let n = 0; n < 1000; n++) {
      const turns = n < 25 ? n / 100 : 24 / 100 + (n - 24) / 50;
      expect(out[n]).toBeCloseTo(Math.sin(2 * Math.PI * turns), 9);
    }
  });

  it('a reverb becomes idle, and then starts like a new one', () => {
    const [used, fresh] = [new Reverb(0.5), new Reverb(0.5)];
    expect(used.idle).toBe(true);
    used.add(click(), false);
    let blocks = 0;
    for (; !used.idle; blocks++) used.add(silence(1024), true);
    expect((blocks * 1024) / SAMPLE_RATE).toBeGreaterThan(5);
    expect((blocks * 1024) / SAMPLE_RATE).toBeLessThan(12);
    const [again, first] = [click(), click()];
    used.add(again, false);
    fresh.add(first, false);
    expect(again).toEqual(first);
    for (let n = 0; n < 8; n++) {
      const [a, b] = [silence(1024), silence(1024)];
      used.add(a, true);
      fresh.add(b, true);
      expect(a).toEqual(b);
    }
  });

  it('a vibrato swings half a semitone to either side, 5.5 times a second, and no two channels together', () => {
    const channels = new Channels();
    for (const channel of [0, 1]) channels.at(channel).control(1, 127);
    const bends = [0, 1].map((channel) =>
      Array.from({ length: SAMPLE_RATE / 100 }, (_, n) => channels.settingOf(channel, 100 * n).bend),
    );
    for (const list of bends) {
      expect(Math.max(...list)).toBeCloseTo(0.5, 3);
      expect(Math.min(...list)).toBeCloseTo(-0.5, 3);
      const ups = list.filter((bend, n) => n > 0 && list[n - 1]! < 0 && bend >= 0).length;
      expect(ups).toBeGreaterThanOrEqual(5);
      expect(ups).toBeLessThanOrEqual(6);
    }
    expect(bends[0]).not.toEqual(bends[1]);
  });

  it('a WAV file of more than 4 GiB is refused', () => {
    expect(wavHeader(MOST_WAV_SAMPLES)).toHaveLength(44);
    expect(() => wavHeader(MOST_WAV_SAMPLES + 1)).toThrow(expect.objectContaining({ code: 'wav-too-long' }));
  });
});
