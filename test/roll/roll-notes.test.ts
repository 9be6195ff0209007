import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getBit, setBit } from '../../src/math/bits/bit-rows.ts';
import { markedPitches, rollMarks } from '../../src/picture/roll-marks.ts';
import type { PianoRoll } from '../../src/roll/piano-roll.ts';
import { heldUpTo, isSilent, rollCounts } from '../../src/roll/roll-bytes.ts';
import { type RollNote, rollNotes } from '../../src/roll/roll-notes.ts';
import { silentRoll } from '../../src/roll/roll-shape.ts';

/** The definition: every cell is looked at, pitch by pitch. */
function plainBars({ bits, steps, pitches }: PianoRoll): RollNote[] {
  const count = pitches.high - pitches.low + 1;
  const bars: RollNote[] = [];
  for (let n = 0; n < count; n++) {
    let start = -1;
    for (let step = 0; step <= steps; step++) {
      const at = step * 2 * count + n;
      const held = step < steps && getBit(bits, at) === 1;
      const struck = step < steps && getBit(bits, at + count) === 1;
      if (start >= 0 && (!held || struck)) {
        bars.push({ pitch: pitches.low + n, start, length: step - start });
        start = -1;
      }
      if (held && start < 0) start = step;
    }
  }
  return bars;
}

/** Rolls of all sizes, more or less full. */
const someRoll = fc
  .tuple(fc.nat(40), fc.integer({ min: 1, max: 90 }), fc.array(fc.nat(40 * 180), { maxLength: 2000 }))
  .map(([steps, pitches, cells]) => {
    const roll = silentRoll(steps, 4, { low: 20, high: 19 + pitches });
    for (const bit of cells) if (bit < steps * 2 * pitches) setBit(roll.bits, bit);
    return roll;
  });

describe('the notes of a roll', () => {
  it('are those that looking at every cell finds', () => {
    fc.assert(
      fc.property(someRoll, (roll) => {
        const bars = plainBars(roll);
        expect(rollNotes(roll)).toEqual(bars);
        expect(isSilent(roll)).toBe(bars.length === 0);
        expect(heldUpTo(roll)).toBe(bars.reduce((end, { start, length }) => Math.max(end, start + length), 0));
        expect(rollCounts(roll).held).toBe(bars.reduce((sum, { length }) => sum + length, 0));
      }),
    );
  });

  it('are drawn at the pitches that they have', () => {
    fc.assert(
      fc.property(someRoll, (roll) => {
        const { held, struck } = rollMarks(roll);
        const pitches = [...held, ...struck].map(({ pitch }) => pitch);
        const range = { low: Math.min(...pitches), high: Math.max(...pitches) };
        expect(markedPitches(roll)).toEqual(pitches.length === 0 ? undefined : range);
        expect(struck).toHaveLength(rollCounts(roll).struck);
      }),
    );
  });
});
