/**
 * What a voice hears of itself, and how loud it is to be.
 */
import { describe, expect, it } from 'vitest';
import { pitchFrequency } from '../../src/sound/instruments/pitch-frequency.ts';
import { fillFeatures } from '../../src/voice/conditioning.ts';
import { fitLevel, frameLevels, levelAt, levelBetween } from '../../src/voice/level.ts';
import { FEATURES } from '../../src/voice/network/voice-shape.ts';
import { addSample, beginSignal, createSignal } from '../../src/voice/signal.ts';

describe('what a voice hears', () => {
  it.each([
    [8000, 36],
    [8000, 60],
    [8000, 71],
    [16000, 84],
    [8000, 108],
    [4000, 127],
  ])('at %i Hz is the sample a period ago, of pitch %i', (rate, pitch) => {
    const signal = createSignal(rate);
    beginSignal(signal, pitch);
    const turns = pitchFrequency(pitch) / rate;
    const sine = (t: number): number => Math.sin(2 * Math.PI * turns * t + 1);
    let [most, ahead] = [0, 0];
    for (let t = 0; t < 3000; t++) {
      if (t > 1000) {
        most = Math.max(most, Math.abs(signal.base - sine(t)));
        ahead = Math.max(ahead, Math.abs(signal.ahead - sine(t + 1)));
      }
      addSample(signal, sine(t));
    }
    // Cubic interpolation is exact where samples are dense.
    const bound = turns < 0.1 ? 0.01 : 2;
    expect([most, ahead].every((error) => error < bound)).toBe(true);
  });

  it('is silence at first, and forgotten by the next note', () => {
    const signal = createSignal(8000);
    for (let note = 0; note < 2; note++) {
      beginSignal(signal, 60);
      expect([signal.base, signal.ahead, signal.time]).toEqual([0, 0, 0]);
      for (let t = 0; t < 28; t++) addSample(signal, 1);
      expect(signal.base).toBe(0);
      for (let t = 0; t < 100; t++) addSample(signal, 1);
      expect(signal.base).toBeCloseTo(1, 6);
    }
  });
});

describe('features', () => {
  it('are as many as there is room for, and pitches between octaves are between them', () => {
    const out = new Float32Array(FEATURES + 1).fill(7);
    fillFeatures(out, 0, { pitch: 63, velocity: 127, release: 100 }, 0, 8000, true);
    expect(out[FEATURES]).toBe(7);
    expect(out.subarray(0, FEATURES).every((value) => value >= 0 && value <= 1)).toBe(true);
    expect([...out.subarray(2, 11)]).toEqual([0, 0, 0, 0, 0.75, 0.25, 0, 0, 0]);
  });
});

describe('levels', () => {
  it('fit notes that decay, and other notes between them', () => {
    const rate = 8000;
    const note = (pitch: number, velocity: number): Parameters<typeof fitLevel>[0][number] => ({
      pitch,
      velocity,
      release: 4000,
      samples: Float32Array.from({ length: 8000 }, (_, t) => {
        const gain = (velocity / 127) * Math.exp(-t / rate / (t < 4000 ? 0.5 : 0.2)) * (t < 4000 ? 1 : Math.exp(1.5));
        return gain * Math.sin(2 * Math.PI * (pitchFrequency(pitch) / rate) * t);
      }),
    });
    const level = fitLevel(
      [48, 55, 60, 66, 72].flatMap((pitch) => [50, 110].map((velocity) => note(pitch, velocity))),
      rate,
    );
    const other = note(63, 80);
    for (const [t, wanted] of [
      [800, 0.63 * Math.exp(-0.2)],
      [3200, 0.63 * Math.exp(-0.8)],
      [6400, 0.63 * Math.exp(-4 + 1.5)],
    ] as const) {
      expect(levelAt(level, other, t, rate) / wanted).toBeGreaterThan(0.8);
      expect(levelAt(level, other, t, rate) / wanted).toBeLessThan(1.25);
    }
    const frames = frameLevels(level, other, 4, rate);
    expect(frames).toHaveLength(5);
    expect(levelBetween(1, 0.5, 32)).toBe(0.75);
  });

  it('are never 0, nor above full scale, whatever is asked', () => {
    const level = new Float32Array(200).fill(1000);
    const quiet = level.map((x) => -x);
    const note = { pitch: 127, velocity: 127, release: 0 };
    expect([levelAt(level, note, 1e9, 8000), levelAt(quiet, note, 1e9, 8000)]).toEqual([1, 0.0005]);
  });
});
