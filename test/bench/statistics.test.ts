import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantile, spreadOf } from '../../bench/statistics.ts';

const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });

describe('the spread of timings', () => {
  it('is on the line between neighbours, as NumPy has it', () => {
    // numpy.quantile([1, 2, 4, 8], [0.1, 0.5, 0.9])
    expect(spreadOf([4, 8, 1, 2])).toEqual({ median: 3, p10: 1.3, p90: expect.closeTo(6.8, 12) });
  });

  it('is the value itself for one value', () => {
    expect(spreadOf([7])).toEqual({ median: 7, p10: 7, p90: 7 });
  });

  it('does not depend on the order and lies within the values', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { median, p10, p90 } = spreadOf(list);
        expect(spreadOf(list.map((_, n) => list[list.length - 1 - n]!))).toEqual({ median, p10, p90 });
        expect(p10).toBeLessThanOrEqual(median);
        expect(median).toBeLessThanOrEqual(p90);
        expect(p10).toBeGreaterThanOrEqual(Math.min(...list));
        expect(p90).toBeLessThanOrEqual(Math.max(...list));
      }),
    );
  });

  it('gives the ends for 0 and 1, and refuses nothing at all', () => {
    expect([quantile([1, 5, 9], 0), quantile([1, 5, 9], 1)]).toEqual([1, 9]);
    expect(() => quantile([], 0.5)).toThrow('expected at least one value');
  });
});
