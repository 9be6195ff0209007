/**
 * What is predicted: levels, a mixture of logistics, a softmax.
 */
import { describe, expect, it } from 'vitest';
import { logisticsLoss, sampleLogistics } from '../../src/voice/output/logistics.ts';
import { EDGES, LEVELS, levelOf } from '../../src/voice/output/mu-law.ts';
import { sampleSoftmax, softmaxLoss } from '../../src/voice/output/softmax.ts';
import { mulberry32 } from '../reference/mulberry32.ts';

describe('levels', () => {
  it('are 256 from -1 to 1, finer near 0, and each is its own', () => {
    expect(EDGES[128]).toBe(0);
    expect([EDGES[0], EDGES[256]].map((edge) => edge!.toFixed(12))).toEqual(['-1.000000000000', '1.000000000000']);
    for (let k = 0; k < 256; k++) {
      expect(levelOf(LEVELS[k]!)).toBe(k);
      expect(levelOf(EDGES[k]!)).toBe(k);
      expect(LEVELS[255 - k]).toBe(-LEVELS[k]!);
    }
    expect(EDGES[129]! - EDGES[128]!).toBeCloseTo(0.000174, 5);
    expect([levelOf(-3), levelOf(1), levelOf(3)]).toEqual([0, 255, 255]);
  });
});

const MIXTURES = [
  [0, 0, 0, 0, -1, -1],
  [1, -1, 0.5, -2, -3, 0.5],
  [-4, 3, 3, -3, -8, -2],
  [0, 0, 40, -40, -20, -20],
];

describe('a mixture of logistics', () => {
  const gradient = new Float32Array(6);
  const probability = (mixture: readonly number[], base: number, unit: number, level: number): number =>
    Math.exp(-logisticsLoss(gradient, Float64Array.from(mixture) as never, 0, base, unit, level, 1));

  it.each(MIXTURES)('has probabilities that add up to 1: %#', (...mixture) => {
    for (const [base, unit] of [
      [0, 1],
      [0.3, 0.02],
      [-0.9, 0.0005],
    ] as const) {
      let sum = 0;
      for (let level = 0; level < 256; level++) sum += probability(mixture, base, unit, level);
      expect(sum).toBeCloseTo(1, 9);
    }
  });

  it('has the gradient of differences', () => {
    for (const mixture of MIXTURES.slice(0, 3)) {
      for (const level of [0, 1, 100, 128, 200, 254, 255]) {
        const x = Float64Array.from(mixture);
        const loss = (): number => logisticsLoss(new Float64Array(6) as never, x as never, 0, 0.1, 0.4, level, 1);
        const found = new Float64Array(6);
        logisticsLoss(found as never, x as never, 0, 0.1, 0.4, level, 1);
        for (let k = 0; k < 6; k++) {
          const old = x[k]!;
          x[k] = old + 1e-6;
          const above = loss();
          x[k] = old - 1e-6;
          const difference = (above - loss()) / 2e-6;
          x[k] = old;
          // Below its least scale a distribution does not change.
          const isLeast = k >= 4 && old + Math.log(0.4) < -9;
          expect(found[k]).toBeCloseTo(isLeast ? 0 : difference, 4);
        }
      }
    }
  });

  it('is drawn as often as it says', () => {
    const mixture = Float32Array.of(0.5, 0, 0.2, -0.6, -2, -1);
    const random = mulberry32(3);
    const counts = new Float64Array(256);
    const draws = 200_000;
    for (let n = 0; n < draws; n++) {
      counts[sampleLogistics(mixture, 0, 0.1, 0.5, random(), random() || 0.5, 1)]!++;
    }
    let chi = 0;
    let kinds = 0;
    for (let level = 0; level < 256; level++) {
      const expected = draws * probability([...mixture], 0.1, 0.5, level);
      if (expected < 20) continue;
      chi += (counts[level]! - expected) ** 2 / expected;
      kinds++;
    }
    expect(kinds).toBeGreaterThan(100);
    expect(chi).toBeLessThan(kinds + 4 * Math.sqrt(2 * kinds));
  });
});

describe('a softmax', () => {
  it('has the gradient of differences, and probabilities that add up to 1', () => {
    const x = Float64Array.from({ length: 256 }, (_, k) => 3 * Math.sin(k));
    const found = new Float64Array(256);
    let sum = 0;
    for (let level = 0; level < 256; level++) {
      sum += Math.exp(-softmaxLoss(found as never, x as never, 0, 0, 1, level, 1));
    }
    expect(sum).toBeCloseTo(1, 9);
    softmaxLoss(found as never, x as never, 0, 0, 1, 77, 2);
    const loss = (): number => softmaxLoss(new Float64Array(256) as never, x as never, 0, 0, 1, 77, 1);
    for (const k of [0, 76, 77, 200]) {
      const old = x[k]!;
      x[k] = old + 1e-6;
      const above = loss();
      x[k] = old - 1e-6;
      expect(found[k]).toBeCloseTo((2 * (above - loss())) / 2e-6, 5);
      x[k] = old;
    }
  });

  it('is drawn by its quantiles', () => {
    const x = new Float32Array(256).fill(-100);
    x[3] = Math.log(1);
    x[9] = Math.log(3);
    expect([1e-9, 0.2499, 0.2501, 0.9999].map((choice) => sampleSoftmax(x, 0, choice, 1))).toEqual([3, 3, 9, 9]);
    expect(sampleSoftmax(x, 0, 0.2, 0.1)).toBe(9);
  });
});
