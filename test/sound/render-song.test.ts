import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { instrumentTone } from '../../src/sound/instruments/instrument-tone.ts';
import { peakOf } from '../../src/sound/loudness.ts';
import { renderSong } from '../../src/sound/render-song.ts';
import { SAMPLE_RATE, silence, sliceSound } from '../../src/sound/sound.ts';
import { writeWav } from '../../src/sound/wav.ts';
import { aSong } from './a-song.ts';
import { centsOff, level, side } from './measure.ts';
import { addDrum, addTone, rmsOf } from './whole-sounds.ts';

describe('rendering', () => {
  it.each([
    ['piano', 0, 69, 440, 0.5],
    ['piano', 0, 57, 220, 0.5],
    ['bars', 12, 60, 261.6256, 0.5],
    ['organ', 19, 69, 440, 1.5],
    ['guitar', 24, 64, 329.6276, 0.5],
    ['bass', 33, 45, 110, 0.5],
    ['strings', 48, 72, 523.2511, 4],
    ['winds', 73, 76, 659.2551, 0.5],
    ['pad', 90, 64, 329.6276, 5],
  ])('%s (program %i) plays pitch %i at %f Hz, within %f cents', (_name, program, pitch, frequency, within) => {
    const programs = [{ tick: 0, channel: 0, track: 0, program }];
    const sound = renderSong(aSong([{ pitch }], { programs }));
    expect(Math.abs(centsOff(sliceSound(sound, 4410, 26460), frequency))).toBeLessThan(within);
  });

  it('starts and ends notes when the song says, through tempo changes', () => {
    const tempos = [
      { tick: 480, microsecondsPerQuarter: 1000000 },
      { tick: 1440, microsecondsPerQuarter: 250000 },
    ];
    // Half a second at 120, two at 60, then a note from 2.5 s to 3.5 s at 240.
    const sound = renderSong(aSong([{ start: 1440, length: 1920 }], { tempos }));
    const start = Math.round(2.5 * SAMPLE_RATE);
    expect(peakOf(sliceSound(sound, 0, start))).toBe(0);
    const first = sound.left.findIndex((sample) => Math.abs(sample) > 0.01);
    expect(first - start).toBeGreaterThan(0);
    expect(first - start).toBeLessThan(0.005 * SAMPLE_RATE);
    expect(level(sound, 3.3, 3.5)).toBeGreaterThan(0.05);
    expect(level(sound, 3.9, 4.1)).toBeLessThan(0.1 * level(sound, 3.3, 3.5));
    expect(sound.left.length / SAMPLE_RATE).toBeLessThan(3.5 + 3);
  });

  it('holds notes while the pedal is down', () => {
    const pedals = [
      { tick: 0, channel: 0, track: 0, value: 127 },
      { tick: 1920, channel: 0, track: 0, value: 0 },
    ];
    const short = aSong([{ length: 480 }, { start: 1920, length: 480 }]);
    const [dry, held] = [renderSong(short), renderSong({ ...short, pedals })];
    expect(level(held, 1.2, 1.8)).toBeGreaterThan(10 * level(dry, 1.2, 1.8));
  });

  it('plays low notes on the left, high ones on the right', () => {
    expect(side(renderSong(aSong([{ pitch: 36 }])))).toBeGreaterThan(1.3);
    expect(side(renderSong(aSong([{ pitch: 92 }])))).toBeLessThan(0.77);
  });

  it('reaches 1 dB below full scale and no further, however much there is', () => {
    const thick = Array.from({ length: 88 }, (_, n) => ({ pitch: 21 + n, velocity: 127 }));
    for (const notes of [thick, [{ velocity: 1 }], [{ channel: 9, pitch: 36 }]]) {
      expect(peakOf(renderSong(aSong(notes)))).toBeCloseTo(0.89125, 4);
    }
  });

  it('plays harder notes louder', () => {
    const sound = renderSong(aSong([{ velocity: 120 }, { start: 3840, velocity: 40 }]));
    expect(level(sound, 0, 1)).toBeGreaterThan(3 * level(sound, 4, 5));
  });

  it('knows all programs and all drums', () => {
    for (let n = 0; n < 128; n++) {
      const [note, hit] = [silence(8820), silence(8820)];
      addTone(note, 0, 8000, instrumentTone(n, 60, 90));
      addDrum(hit, 0, n, 90);
      for (const sound of [note, hit]) {
        expect(rmsOf(sound)).toBeGreaterThan(0.002);
        expect(peakOf(sound)).toBeLessThan(1);
      }
    }
  });

  it('takes a program from its tick on, for its channel alone', () => {
    const notes = [
      { start: 0, channel: 0 },
      { start: 0, channel: 1 },
      { start: 1920, channel: 0 },
    ];
    const programs = [{ tick: 1000, channel: 0, track: 0, program: 48 }];
    const late = renderSong(aSong(notes, { programs }));
    const never = renderSong(aSong(notes));
    // Strings rise slowly, a piano at once.
    expect(level(late, 2, 2.02) / level(late, 2.3, 2.5)).toBeLessThan(0.5);
    expect(level(never, 2, 2.02) / level(never, 2.3, 2.5)).toBeGreaterThan(1);
  });

  it('makes these bytes on every engine', () => {
    // All eight instruments, each for a note, and a few drums.
    const programs = [0, 12, 16, 24, 33, 48, 73, 90].map((program, channel) => ({
      tick: 0,
      channel,
      track: 0,
      program,
    }));
    const notes = programs.map(({ channel }) => ({
      channel,
      start: 240 * channel,
      length: 700,
      pitch: 40 + 5 * channel,
    }));
    const drums = [36, 38, 42, 45, 49, 56].map((pitch, n) => ({ pitch, channel: 9, start: 320 * n, length: 100 }));
    const bytes = writeWav(renderSong(aSong([...notes, ...drums], { programs })));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(FROZEN);
  });

  it('refuses what it cannot play', () => {
    expect(() => renderSong(aSong([]))).toThrow(expect.objectContaining({ code: 'midi-no-notes' }));
    expect(() => renderSong(aSong([{}], { format: 2 }))).toThrow(expect.objectContaining({ code: 'midi-format' }));
    expect(() => renderSong(aSong([{ length: 1801 * 960 }]))).toThrow(
      expect.objectContaining({ code: 'midi-too-long', got: '1801' }),
    );
    expect(() => renderSong(aSong([{ pitch: 128 }]))).toThrow(expect.objectContaining({ code: 'option-range' }));
  });
});

const FROZEN = '844e8b3b5938d70d084ae43c7d0ef6c4cf752e3f05e61445733edb7489cbf0b1';
