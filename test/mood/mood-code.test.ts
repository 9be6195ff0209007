/**
 * Moods as bits.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkMoodCode,
  moodLevels,
  moodOfLevels,
  moodUnitCount,
  moodUnitsOn,
  thresholdsOf,
} from '../../src/mood/mood-code.ts';

const CODE = { units: 4, valence: [-0.5, 0.5], arousal: [0] };

describe('codes', () => {
  it('count the thresholds that a mood exceeds', () => {
    expect(moodLevels(CODE, { valence: -1, arousal: 0 })).toEqual([0, 0]);
    expect(moodLevels(CODE, { valence: 0, arousal: 0.1 })).toEqual([1, 1]);
    expect(moodLevels(CODE, { valence: 0.7, arousal: 1 })).toEqual([2, 1]);
  });

  it('go through the thresholds again and again', () => {
    expect(moodUnitCount(CODE)).toBe(8);
    expect(moodUnitsOn(CODE, [0, 0])).toEqual([]);
    expect(moodUnitsOn(CODE, [1, 0])).toEqual([0, 2]);
    expect(moodUnitsOn(CODE, [2, 1])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(moodUnitsOn({ ...CODE, valence: [] }, [0, 1])).toEqual([0, 1, 2, 3]);
  });

  it('stand for moods that have them', () => {
    for (const levels of [
      [0, 0],
      [1, 1],
      [2, 0],
    ] as const) {
      expect(moodLevels(CODE, moodOfLevels(CODE, levels))).toEqual(levels);
    }
  });

  it.each([
    [{ ...CODE, units: 0 }, 'moods.units'],
    [{ ...CODE, valence: [0.5, -0.5] }, 'moods.valence'],
    [{ ...CODE, arousal: [2] }, 'moods.arousal[0]'],
    [{ ...CODE, arousal: Array.from({ length: 17 }, (_, n) => n / 100) }, 'moods.arousal.length'],
  ])('are checked: %o', (code, option) => {
    expect(() => checkMoodCode(code)).toThrow(expect.objectContaining({ code: 'option-range', option }));
  });
});

describe('thresholds', () => {
  it('divide values into equal groups', () => {
    expect(thresholdsOf([0.1, 0.2, 0.3, 0.4], 1)).toEqual([0.25]);
    expect(thresholdsOf([-1, 1, -1, 1, 1, 1], 4)).toEqual([0]);
    expect(thresholdsOf([0.5, 0.5], 3)).toEqual([]);
  });

  it('ascend, lie within the values and are kept by a file', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 16 }),
        (raw, count) => {
          const values = raw.map((n) => n / 100);
          const thresholds = thresholdsOf(values, count);
          expect(thresholds.length).toBeLessThanOrEqual(count);
          for (const [n, threshold] of thresholds.entries()) {
            expect(threshold).toBeGreaterThan(n === 0 ? Math.min(...values) : (thresholds[n - 1] ?? 0));
            expect(threshold).toBeLessThan(Math.max(...values));
            expect(Number(threshold.toFixed(3))).toBe(threshold);
          }
        },
      ),
    );
  });
});
