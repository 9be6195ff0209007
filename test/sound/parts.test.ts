import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { songClock } from '../../src/midi/song-clock.ts';
import { secondsAt } from '../../src/midi/tempo.ts';
import { pitchFrequency } from '../../src/sound/instruments/pitch-frequency.ts';
import type { Tone } from '../../src/sound/instruments/tone.ts';
import { amplify, peakOf } from '../../src/sound/loudness.ts';
import { SAMPLE_RATE, silence } from '../../src/sound/sound.ts';
import { writeWav } from '../../src/sound/wav.ts';
import { aSong } from './a-song.ts';
import { addReverb, addTone, rmsOf } from './whole-sounds.ts';

describe('pitchFrequency', () => {
  it('is equally tempered around 440 Hz', () => {
    expect([69, 57, 81, 9].map(pitchFrequency)).toEqual([440, 220, 880, 13.75]);
    for (let pitch = 0; pitch < 128; pitch++) {
      expect(pitchFrequency(pitch) / (440 * 2 ** ((pitch - 69) / 12))).toBeCloseTo(1, 14);
    }
  });
});

describe('songClock', () => {
  it('agrees with secondsAt', () => {
    const tempo = fc.record({
      tick: fc.integer({ min: 0, max: 5000 }),
      microsecondsPerQuarter: fc.integer({ min: 1, max: 16777215 }),
    });
    fc.assert(
      fc.property(fc.array(tempo, { maxLength: 20 }), fc.integer({ min: 0, max: 6000 }), (tempos, tick) => {
        const song = aSong([], { tempos, ppq: 96 });
        expect(songClock(song)(tick)).toBeCloseTo(secondsAt(song, tick), 9);
      }),
    );
  });
});

describe('a tone', () => {
  const tone: Tone = {
    sources: [
      {
        pan: -0.4,
        partials: [
          { frequency: 440, level: 0.5, decay: 0.5 },
          { frequency: 1234, level: 0.2, decay: Infinity },
          { frequency: 3000, level: 0.1, decay: 0.02 },
          { frequency: 9000, level: 0.00001, decay: 1 },
        ],
      },
    ],
    attack: 0.01,
    release: 0.05,
  };

  /** The same from its formula, with the engine's own sines. */
  function plain(n: number, held: number): number {
    let sum = 0;
    for (const [k, { frequency, level, decay }] of tone.sources[0]!.partials.entries()) {
      const angle = 2 * Math.PI * ((frequency * n) / SAMPLE_RATE + 0.381966 * k * k);
      if (level > 0.00005) sum += level * Math.exp(-n / (decay * SAMPLE_RATE)) * Math.sin(angle);
    }
    const t = Math.min(1, n / (0.01 * SAMPLE_RATE));
    const release = Math.exp(-Math.max(0, n - held) / (0.05 * SAMPLE_RATE));
    return sum * t * t * (3 - 2 * t) * release;
  }

  it('is its formula', () => {
    const held = 11025;
    const sound = silence(44100);
    addTone(sound, 100, held, tone);
    let worst = 0;
    for (let n = 0; n < 44000; n++) {
      const expected = plain(n, held);
      worst = Math.max(worst, Math.abs(sound.left[n + 100]! - Math.cos((0.6 * Math.PI) / 4) * expected));
      worst = Math.max(worst, Math.abs(sound.right[n + 100]! - Math.sin((0.6 * Math.PI) / 4) * expected));
    }
    // Each partial ends where it has fallen to 0.00005.
    expect(worst).toBeLessThan(0.00016);
    expect(peakOf({ left: sound.left.subarray(0, 100), right: sound.right.subarray(0, 100) })).toBe(0);
    expect(sound.left.at(-1)).toBe(0);
  });

  it('stops where the sound stops', () => {
    const [short, long] = [silence(2000), silence(44100)];
    addTone(short, 500, 1e9, tone);
    addTone(long, 500, 1e9, tone);
    expect(short.left).toEqual(long.left.subarray(0, 2000));
  });
});

/** The level of a tenth of a second. */
function loudnessAt(from: number, channel: Float32Array): number {
  const part = channel.subarray(from, from + 4410);
  return rmsOf({ left: part, right: part });
}

describe('reverb', () => {
  it('spreads a click over both sides and dies by 60 dB in 1.3 s', () => {
    const click = silence(3 * SAMPLE_RATE);
    click.left[0] = 1;
    addReverb(click, 1);
    expect(click.left[0]).toBe(1);
    for (const channel of [click.left, click.right]) {
      expect(loudnessAt(4410, channel)).toBeGreaterThan(0.001);
      const ratio = loudnessAt(8820 + 1.3 * SAMPLE_RATE, channel) / loudnessAt(8820, channel);
      expect(20 * Math.log10(ratio)).toBeLessThan(-58);
      expect(20 * Math.log10(ratio)).toBeGreaterThan(-100);
    }
    expect(peakOf({ left: click.left.subarray(1, 1277), right: click.right.subarray(0, 1277) })).toBe(0);
  });
});

describe('loudness', () => {
  it('is measured and changed', () => {
    const sound = { left: Float32Array.of(0.5, -1), right: Float32Array.of(0, 0.5) };
    expect(peakOf(sound)).toBe(1);
    expect(rmsOf(sound)).toBeCloseTo(Math.sqrt(1.5 / 4), 12);
    amplify(sound, 0.5);
    expect(sound).toEqual({ left: Float32Array.of(0.25, -0.5), right: Float32Array.of(0, 0.25) });
    expect(rmsOf(silence(0))).toBe(0);
  });
});

describe('writeWav', () => {
  it('writes a header and little-endian frames', () => {
    const bytes = writeWav({ left: Float32Array.of(0, 1, -1, 2), right: Float32Array.of(0.5, -0.5, 0, -2) });
    const view = new DataView(bytes.buffer);
    expect(Buffer.from(bytes.subarray(0, 4)).toString()).toBe('RIFF');
    expect(Buffer.from(bytes.subarray(8, 16)).toString()).toBe('WAVEfmt ');
    expect(view.getUint32(4, true)).toBe(bytes.length - 8);
    expect([20, 22, 32, 34].map((at) => view.getUint16(at, true))).toEqual([1, 2, 4, 16]);
    expect([16, 24, 28, 40].map((at) => view.getUint32(at, true))).toEqual([16, 44100, 176400, 16]);
    expect(Array.from({ length: 8 }, (_, n) => view.getInt16(44 + 2 * n, true))).toEqual([
      0, 16384, 32767, -16383, -32767, 0, 32767, -32767,
    ]);
  });

  it('refuses channels of different lengths', () => {
    expect(() => writeWav({ left: new Float32Array(2), right: new Float32Array(3) })).toThrow(
      expect.objectContaining({ code: 'length' }),
    );
  });
});
