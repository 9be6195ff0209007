import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GroupedRows, getBit } from '../../src/math/bits/bit-rows.ts';
import { articleWindows, cutWindows } from '../../src/roll/cut-windows.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';
import { joinRolls, sliceRoll, windowRoll } from '../../src/roll/window-roll.ts';
import { type Cells, cellsOf, rollOf } from './plain-rolls.ts';

const PITCHES = { low: 60, high: 63 };

/** A roll in which step `t` says `t + salt` in its bits, so that every window is like no other. */
function counting(steps: number, salt: number = 1): PianoRoll {
  const cells = Array.from({ length: steps }, (_, t) => ({
    held: [60, 61, 62, 63].filter((_pitch, n) => ((t + salt) >> n) & 1),
    struck: [60, 61, 62, 63].filter((_pitch, n) => ((t + salt) >> (n + 4)) & 1),
  }));
  return rollOf(cells, 4, PITCHES);
}

/** What the windows of roll `r` say. */
function windowsOf(windows: GroupedRows, r: number, steps: number): Cells[] {
  const rows = windows.starts.slice(windows.groups[r], windows.groups[r + 1]);
  return [...rows].map((start) => cellsOf(windowRoll(windows.bits, { steps, grid: 4, pitches: PITCHES }, start)));
}

/** Matches an error with this code. */
function thrown(code: string): unknown {
  return expect.objectContaining({ code });
}

describe('windows', () => {
  it('lie over all of a roll, the last one over silence too', () => {
    const windows = cutWindows([counting(10)], { steps: 4, stride: 4 });
    const cells = [...cellsOf(counting(10)), ...cellsOf(rollOf([{ held: [], struck: [] }], 4, PITCHES))];
    const silence = { held: [], struck: [] };
    expect(windows.columns).toBe(32);
    expect(windowsOf(windows, 0, 4)).toEqual([
      cells.slice(0, 4),
      cells.slice(4, 8),
      [...cells.slice(8, 10), silence, silence],
    ]);
  });

  it('hold nothing that a roll has in its last word behind its end', () => {
    const clean = counting(10);
    const dirty = { ...clean, bits: clean.bits.map((word, w) => (w === 2 ? word | 0xffff : word)) };
    expect(cutWindows([dirty], { steps: 4, stride: 4 })).toEqual(cutWindows([clean], { steps: 4, stride: 4 }));
  });

  it('share their bits', () => {
    const apart = cutWindows([counting(1000)], { steps: 40, stride: 40 });
    const close = cutWindows([counting(1000)], { steps: 40, stride: 1 });
    expect(apart.starts).toHaveLength(25);
    expect(close.starts).toHaveLength(961);
    expect(close.bits).toEqual(apart.bits);
  });

  it('number one for a roll shorter than they, and none for no steps', () => {
    const windows = cutWindows([counting(3), counting(0), counting(4), counting(5)], { steps: 4, stride: 2 });
    expect([...windows.groups]).toEqual([0, 1, 1, 2, 4]);
  });

  it('say what the rolls say, for any rolls', () => {
    const roll = fc.record({ steps: fc.nat({ max: 40 }), salt: fc.nat({ max: 255 }) });
    const size = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(fc.array(roll, { minLength: 1, maxLength: 5 }), size, size, (rolls, steps, stride) => {
        const made = rolls.map((of) => counting(of.steps, of.salt));
        const windows = cutWindows(made, { steps, stride });
        expect(windows.groups.at(-1)).toBe(windows.starts.length);
        for (const [r, each] of made.entries()) {
          const cells = cellsOf(each);
          const at = (t: number): Cells[number] => cells[t] ?? { held: [], struck: [] };
          const wanted: Cells[] = [];
          for (let t = 0; t === 0 ? cells.length > 0 : t - stride + steps < cells.length; t += stride) {
            wanted.push(Array.from({ length: steps }, (_, n) => at(t + n)));
          }
          expect(windowsOf(windows, r, steps)).toEqual(wanted);
        }
      }),
    );
  });

  it("end with the word after the roll's last bit", () => {
    const { bits, starts, columns } = cutWindows([counting(9), counting(9)], { steps: 3, stride: 3 });
    expect(columns).toBe(24);
    expect(bits).toHaveLength(6);
    expect([...starts]).toEqual([0, 24, 48, 96, 120, 144]);
  });

  it('are refused over rolls that do not match, and over too many bits', () => {
    const other = { ...counting(5), grid: 8 };
    const shape = { steps: 4, stride: 4 };
    expect(() => cutWindows([counting(5), other], shape)).toThrow(thrown('roll-mixed'));
    expect(() => cutWindows([counting(5), rollOf([], 4, { low: 60, high: 64 })], shape)).toThrow(thrown('roll-mixed'));
    expect(() => cutWindows([], shape)).toThrow(thrown('roll-mixed'));
    expect(() => cutWindows([counting(5)], { steps: 0, stride: 1 })).toThrow(thrown('option-range'));
    expect(() => cutWindows([counting(5)], { steps: 1, stride: 0.5 })).toThrow(thrown('option-range'));
    const short = { ...counting(40), bits: new Uint32Array(9) };
    const missing = { code: 'length', option: 'rolls[1].bits' };
    expect(() => cutWindows([counting(5), short], shape)).toThrow(expect.objectContaining(missing));
    expect(() => joinRolls([counting(5), short])).toThrow(expect.objectContaining(missing));
    const many = Array.from({ length: 40 }, () => counting(1));
    expect(() => cutWindows(many, { steps: 16777215, stride: 1 })).toThrow(thrown('roll-too-long'));
  });
});

describe("the original's windows", () => {
  it('have 15 rows, leave out what is over, and rolls of 50 rows or fewer', () => {
    const windows = articleWindows([counting(50), counting(51), counting(75), counting(74)]);
    expect([...windows.groups]).toEqual([0, 0, 3, 8, 12]);
    expect(windows.columns).toBe(15 * 8);
    const cells = cellsOf(counting(75));
    expect(windowsOf(windows, 2, 15)).toEqual([0, 15, 30, 45, 60].map((t) => cells.slice(t, t + 15)));
    expect(windowsOf(windows, 1, 15).at(-1)).toEqual(cellsOf(counting(51)).slice(30, 45));
  });
});

describe('rolls', () => {
  it('can be cut and joined anywhere', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 30 }), { minLength: 2, maxLength: 5 }), (cuts) => {
        const places = [...cuts].sort((a, b) => a - b);
        const roll = counting(30);
        const parts = places.map((to, n) => sliceRoll(roll, places[n - 1] ?? 0, to));
        const joined = joinRolls([...parts, sliceRoll(roll, places.at(-1) ?? 0, 30)]);
        expect(joined).toEqual(roll);
      }),
    );
  });

  it('have no bits after their last', () => {
    const bits = new Uint32Array([0xffffffff, 0xffffffff]);
    const roll = windowRoll(bits, { steps: 3, grid: 4, pitches: PITCHES }, 5);
    expect([...roll.bits]).toEqual([0xffffff00]);
    expect(getBit(roll.bits, 23)).toBe(1);
  });

  it('are not made of bits that are not there', () => {
    const shape = { steps: 3, grid: 4, pitches: PITCHES };
    expect(() => windowRoll(new Uint32Array(1), shape, 9)).toThrow(thrown('length'));
    expect(windowRoll(new Uint32Array(1), shape, 8).steps).toBe(3);
    const short = { ...counting(5), bits: new Uint32Array(1) };
    expect(() => sliceRoll(short, 0, 1)).toThrow(expect.objectContaining({ code: 'length', option: 'roll.bits' }));
    expect(() => sliceRoll(counting(3), 0, 4)).toThrow(expect.objectContaining({ option: 'to' }));
    expect(() => sliceRoll(counting(3), 2, 1)).toThrow(expect.objectContaining({ option: 'from' }));
    expect(() => joinRolls([])).toThrow(thrown('roll-mixed'));
    expect(() => joinRolls([counting(3), { ...counting(3), grid: 3 }])).toThrow(thrown('roll-mixed'));
  });
});
