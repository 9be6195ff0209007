import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rollText } from '../../src/picture/roll-text.ts';
import { rollOf, SMALL } from './some-roll.ts';

describe('rollText', () => {
  it('looks like this', () => {
    expect(rollText(SMALL, { width: 80 })).toBe(
      [
        '  G4│┊   ┊ ▗',
        ' F#4│┊   ┊',
        '  F4│┊   ┊',
        '  E4│██  ┊',
        ' D#4│┊   ┊',
        '  D4│┊   ┊',
        ' C#4│┊   ┊',
        '  C4│▐█▐█┼┈┈┈',
        '    └1───2───',
        '',
      ].join('\n'),
    );
  });

  it('leaves out whole beats that do not fit, and says so', () => {
    const roll = rollOf(
      64,
      60,
      72,
      [
        [0, 60],
        [63, 62],
      ],
      [[0, 60]],
    );
    expect(rollText(roll, { width: 30 }).split('\n')).toEqual([
      '  D4│┊   ┊   ┊   ┊   ┊   ┊',
      ' C#4│┊   ┊   ┊   ┊   ┊   ┊',
      '  C4│▐┈┈┈┼┈┈┈┼┈┈┈┼┈┈┈┼┈┈┈┼┈┈┈',
      '    └1───2───3───4───5───6───',
      '     24 of 64 steps',
      '',
    ]);
  });

  it('thins out the numbers of beats that are close together', () => {
    const roll = { ...rollOf(12, 60, 60, [[0, 60]], []), grid: 1 };
    expect(rollText(roll, { width: 40 }).split('\n')[1]).toBe('    └1───5───9───');
  });

  it('says when there is nothing', () => {
    expect(rollText(rollOf(16, 60, 72, [], []), { width: 40 })).toBe('no notes in 16 steps\n');
  });

  it('is never wider than asked, and has a line a pitch', () => {
    const words = fc.array(fc.integer({ min: 1, max: 4294967295 }), { minLength: 26, maxLength: 26 });
    fc.assert(
      fc.property(words, fc.integer({ min: 20, max: 60 }), fc.integer({ min: 1, max: 40 }), (values, width, grid) => {
        const roll = { bits: Uint32Array.from(values), steps: 32, grid, pitches: { low: 0, high: 12 } };
        const lines = rollText(roll, { width }).split('\n');
        expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
        expect(lines.filter((line) => line.includes('│')).length).toBeLessThanOrEqual(13);
        expect(lines.some((line) => line.includes('of 32 steps'))).toBe(width < 37);
      }),
    );
  });

  it('refuses a width that leaves no room', () => {
    expect(() => rollText(SMALL, { width: 10 })).toThrow(
      expect.objectContaining({ code: 'option-range', option: 'width' }),
    );
  });
});
