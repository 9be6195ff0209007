import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../src/in-parts.ts';
import { resample } from '../../src/sound/resample.ts';

const RATES = [8000, 11_025, 12_000, 16_000, 22_050, 32_000, 44_100, 48_000, 96_000, 192_000];

/** A second of a sine. */
function sine(frequency: number, rate: number): Float32Array {
  return Float32Array.from({ length: rate }, (_, n) => Math.sin((2 * Math.PI * frequency * n) / rate));
}

/** The largest difference in the middle of a second: at both ends a sine meets silence. */
function farthest(a: Float32Array, b: Float32Array): number {
  const [from, to] = [a.length >> 2, (a.length * 3) >> 2];
  return Math.max(...a.subarray(from, to).map((value, n) => Math.abs(value - b[from + n]!)));
}

describe('resample', () => {
  it.each(RATES)('from %d Hz: 1 kHz stays, at its place', (rate) => {
    const out = atOnce(resample(sine(1000, rate), rate, 16_000));
    expect(out).toHaveLength(16_000);
    expect(farthest(out, sine(1000, 16_000))).toBeLessThan(0.001);
  });

  it.each(RATES.filter((rate) => rate > 18_000))('from %d Hz: 6.9 kHz stays, 8.1 and 9 kHz vanish', (rate) => {
    const silence = new Float32Array(16_000);
    expect(farthest(atOnce(resample(sine(6900, rate), rate, 16_000)), sine(6900, 16_000))).toBeLessThan(0.001);
    expect(farthest(atOnce(resample(sine(8100, rate), rate, 16_000)), silence)).toBeLessThan(0.001);
    expect(farthest(atOnce(resample(sine(9000, rate), rate, 16_000)), silence)).toBeLessThan(0.001);
  });

  it('upwards adds nothing above the old half', () => {
    const out = atOnce(resample(sine(3000, 8000), 8000, 16_000));
    expect(farthest(out, sine(3000, 16_000))).toBeLessThan(0.001);
  });

  it('keeps a constant, whatever the rates', () => {
    const rate = fc.integer({ min: 8000, max: 192_000 });
    fc.assert(
      fc.property(rate, rate, (from, to) => {
        const x = new Float32Array(3000).fill(0.5);
        const out = atOnce(resample(x, from, to));
        expect(out).toHaveLength(Math.ceil((3000 * to) / from));
        expect(out[out.length >> 1]).toBeCloseTo(0.5, 6);
      }),
      { numRuns: 30 },
    );
  });

  it('is the formula', () => {
    const x = Float32Array.from({ length: 300 }, (_, n) => ((n * 7919) % 200) / 100 - 1);
    const [from, to] = [44_100, 16_000];
    const out = atOnce(resample(x, from, to));
    const lower = 8000 / from;
    const reach = Math.ceil(5.5 / (lower / 8) / 2);
    const cutoff = lower * 0.9375;
    for (const m of [0, 1, 50, out.length - 1]) {
      let [sum, weights] = [0, 0];
      for (let n = -2 * reach; n < x.length + 2 * reach; n++) {
        const t = (m * from) / to - n;
        if (Math.abs(t) >= reach) continue;
        const turn = (Math.PI * t) / reach;
        const window = 0.42 + 0.5 * Math.cos(turn) + 0.08 * Math.cos(2 * turn);
        const weight = window * (t === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * t) / (Math.PI * t));
        sum += (x[n] ?? 0) * weight;
        weights += weight;
      }
      expect(out[m]).toBeCloseTo(sum / weights, 6);
    }
  });

  it('returns the same at the same rate, and nothing of nothing', () => {
    const x = sine(440, 16_000);
    expect(atOnce(resample(x, 16_000, 16_000))).toBe(x);
    expect(atOnce(resample(new Float32Array(), 44_100, 16_000))).toHaveLength(0);
  });
});
