import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activeBits } from '../../src/math/bits/active-bits.ts';
import type { BitRows } from '../../src/math/bits/bit-rows.ts';
import { denseRow, onesOf, packBits } from '../reference/bits.ts';
import { mulberry32 } from '../reference/mulberry32.ts';

function listed(rows: BitRows, row: number): number[] {
  const active = new Uint32Array(rows.columns + 1).fill(0xdead);
  const count = activeBits(active, rows, row);
  expect(active[count]).toBe(0xdead);
  return [...active.subarray(0, count)];
}

describe('activeBits', () => {
  it('lists what bit-by-bit reading lists, wherever rows start and overlap', () => {
    const shapes = fc.record({
      columns: fc.oneof(fc.integer({ min: 1, max: 130 }), fc.constantFrom(1, 31, 32, 33, 64, 156)),
      starts: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 8 }),
      seed: fc.integer(),
      density: fc.constantFrom(0, 0.03, 0.5, 1),
    });
    fc.assert(
      fc.property(shapes, ({ columns, starts, seed, density }) => {
        const next = mulberry32(seed);
        const dense = Array.from({ length: 200 + columns }, () => (next() < density ? 1 : 0));
        const rows = { bits: packBits(dense), starts: Uint32Array.from(starts), columns };
        starts.forEach((start, row) => {
          const expected = onesOf(dense.slice(start, start + columns));
          expect(onesOf(denseRow(rows, row))).toEqual(expected);
          expect(listed(rows, row)).toEqual(expected);
        });
      }),
      { numRuns: 500 },
    );
  });

  it('reads every start and width around the words of a run of ones', () => {
    const bits = new Uint32Array(4).fill(0xffffffff);
    for (let columns = 1; columns <= 70; columns++) {
      for (let start = 0; start + columns <= 128; start++) {
        const found = listed({ bits, starts: Uint32Array.of(start), columns }, 0);
        expect(found.length === columns && found[0] === 0 && found[columns - 1] === columns - 1).toBe(true);
      }
    }
  });

  it('finds rows that start beyond bit 2³¹ and end at bit 2³²', () => {
    // A run that long would be half a gigabyte; these are its only words that are asked for.
    const far: Record<number, number> = { [2 ** 26]: 0x80000001, [2 ** 26 + 1]: 0xc0000000, [2 ** 27 - 1]: 0x00000003 };
    const starts = Uint32Array.of(2 ** 31, 2 ** 31 + 31, 2 ** 31 + 5, 2 ** 32 - 7);
    const rows = (columns: number): BitRows => ({ bits: far as unknown as Uint32Array, starts, columns });
    expect(listed(rows(34), 0)).toEqual([0, 31, 32, 33]);
    expect(listed(rows(2), 1)).toEqual([0, 1]);
    expect(listed(rows(28), 2)).toEqual([26, 27]);
    expect(listed(rows(7), 3)).toEqual([5, 6]);
  });
});
