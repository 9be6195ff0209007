import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupedRows } from '../../src/math/bits/bit-rows.ts';
import { PURPOSE } from '../../src/math/random/random.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { holdOut, selectRows, shuffledOrder } from '../../src/rbm/training/row-sets.ts';

const seed = seedState('rows');

/** Groups of these sizes; row r starts at bit 10·r, so that rows can be told apart. */
function rowsIn(sizes: readonly number[]): GroupedRows {
  const groups = [0];
  for (const size of sizes) groups.push(groups[groups.length - 1] + size);
  const count = groups[groups.length - 1];
  const starts = Uint32Array.from({ length: count }, (_, row) => 10 * row);
  return { bits: new Uint32Array(count), starts, columns: 10, groups: Uint32Array.from(groups) };
}

/** How many of `groups` groups of two rows are set aside. */
function aside(groups: number, fraction: number): number {
  const rows = rowsIn(Array.from({ length: groups }, () => 2));
  return holdOut(rows, fraction, seed)[1].starts.length / 2;
}

describe('shuffledOrder', () => {
  it('is a permutation, the same for the same address', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.nat(), (count, round) => {
        const order = shuffledOrder(count, seed, PURPOSE.shuffle, round);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, n) => n));
        expect(shuffledOrder(count, seed, PURPOSE.shuffle, round)).toEqual(order);
      }),
    );
  });

  it('differs from round to round, purpose to purpose and seed to seed', () => {
    const orders = [
      shuffledOrder(50, seed, PURPOSE.shuffle, 0),
      shuffledOrder(50, seed, PURPOSE.shuffle, 1),
      shuffledOrder(50, seed, PURPOSE.heldOut, 0),
      shuffledOrder(50, seedState('other'), PURPOSE.shuffle, 0),
    ];
    expect(new Set(orders.map((order) => order.join())).size).toBe(4);
  });

  it('gives each of the 24 orders of four things its share', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 24_000; round++) {
      const order = shuffledOrder(4, seed, PURPOSE.shuffle, round).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    let chiSquare = 0;
    for (const count of counts.values()) chiSquare += ((count - 1000) * (count - 1000)) / 1000;
    // 23 degrees of freedom: beyond 53 in one true shuffle of 2,500.
    expect(chiSquare).toBeLessThan(53);
  });

  it('is frozen', () => {
    expect([...shuffledOrder(12, seed, PURPOSE.shuffle, 3)]).toEqual([5, 2, 9, 6, 1, 0, 4, 10, 7, 3, 8, 11]);
  });
});

describe('selectRows', () => {
  it('keeps the chosen rows in their groups, empty groups too', () => {
    const rows = rowsIn([3, 0, 2, 1]);
    const seen: number[][] = [];
    const some = selectRows(rows, (row, place, group) => {
      seen.push([row, place, group]);
      return place > 0;
    });
    expect(seen).toEqual([
      [0, 0, 0],
      [1, 1, 0],
      [2, 2, 0],
      [3, 0, 2],
      [4, 1, 2],
      [5, 0, 3],
    ]);
    expect([...some.starts]).toEqual([10, 20, 40]);
    expect([...some.groups]).toEqual([0, 2, 2, 3, 3]);
    expect(some.bits).toBe(rows.bits);
  });
});

describe('holdOut', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 });

  it('keeps groups whole and loses no row', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (list, fraction) => {
        const rows = rowsIn(list);
        const parts = holdOut(rows, fraction, seed);
        const starts = parts.flatMap((part) => [...part.starts]);
        expect(starts.sort((a, b) => a - b)).toEqual([...rows.starts]);
        for (let g = 0; g < list.length; g++) {
          const held = parts.map((part) => part.groups[g + 1] - part.groups[g]);
          expect([...held].sort((a, b) => a - b)).toEqual([0, list[g]]);
        }
      }),
    );
  });

  it('sets the fraction aside, at least one group and never all', () => {
    expect([aside(20, 0.1), aside(20, 0.01), aside(20, 0), aside(20, 1), aside(20, 0.5)]).toEqual([2, 1, 0, 19, 10]);
    expect([aside(1, 0.5), aside(2, 0.9), aside(2, 0.001)]).toEqual([0, 1, 1]);
  });

  it('takes other groups with another seed', () => {
    const rows = rowsIn(Array.from({ length: 40 }, () => 1));
    const taken = ['a', 'b', 'c'].map((text) => holdOut(rows, 0.2, seedState(text))[1].starts.join());
    expect(new Set(taken).size).toBe(3);
  });
});
