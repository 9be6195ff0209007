import { expect, it } from 'vitest';
import { rollBytes, rollCounts } from '../../src/roll/roll-bytes.ts';
import { rollOf } from './plain-rolls.ts';

const ROLL = rollOf(
  [
    { held: [60, 62], struck: [60] },
    { held: [62], struck: [] },
    { held: [61, 62], struck: [61, 62] },
  ],
  4,
  { low: 60, high: 62 },
);

it('bytes are the bits in reading order', () => {
  // 101 100 | 001 000 | 011 011
  expect([...rollBytes(ROLL)]).toEqual([0b10110000, 0b10000110, 0b11000000]);
  expect([...rollBytes(rollOf([], 4, { low: 60, high: 62 }))]).toEqual([]);
});

it('bytes say nothing of what is after the last bit', () => {
  expect(rollBytes({ ...ROLL, bits: Uint32Array.from(ROLL.bits, (word) => word | 0x3fff) })).toEqual(rollBytes(ROLL));
});

it('counts are of held and of struck', () => {
  expect(rollCounts(ROLL)).toEqual({ held: 5, struck: 3 });
});
