import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { sigmoid } from '../../src/math/functions/sigmoid.ts';
import { chooseTopK } from '../../src/music/windows/top-k.ts';

/** The plain twin: sorts all held cells, then the struck ones among those kept. */
function plain(input: readonly number[], pitches: number, inverse: number): number[] {
  const isHeld = (unit: number): boolean => unit % (2 * pitches) < pitches;
  const units = [...input.keys()];
  const expected = (cells: number[]): number =>
    Math.round(cells.reduce((sum, unit) => sum + sigmoid(inverse * input[unit]!), 0));
  const best = (cells: number[], count: number): number[] =>
    [...cells].sort((a, b) => input[b]! - input[a]! || a - b).slice(0, count);
  const held = units.filter(isHeld);
  const kept = best(held, expected(held));
  const struck = best(
    kept.map((unit) => unit + pitches),
    expected(units.filter((unit) => !isHeld(unit))),
  );
  return [...kept, ...struck].sort((a, b) => a - b);
}

it('keeps the likeliest, and of equals the lower', () => {
  // Few different inputs, so that ties are the rule; both zeros count as one.
  const value = fc.oneof(fc.constantFrom(-2, -0, 0, 0.5, 30, -30), fc.double({ min: -8, max: 8, noNaN: true }));
  const shape = fc.record({ steps: fc.integer({ min: 1, max: 6 }), pitches: fc.integer({ min: 1, max: 5 }) });
  const window = shape.chain(({ steps, pitches }) => {
    const length = steps * 2 * pitches;
    return fc.record({
      pitches: fc.constant(pitches),
      input: fc.array(value, { minLength: length, maxLength: length }),
      inverse: fc.constantFrom(1, 0.5, 4),
    });
  });
  fc.assert(
    fc.property(window, ({ pitches, input, inverse }) => {
      const active = new Uint32Array(input.length + 1).fill(7);
      const count = chooseTopK(active, Float64Array.from(input), input.length, pitches, inverse);
      expect([...active.subarray(0, count)]).toEqual(plain(input, pitches, inverse));
    }),
    { numRuns: 1000 },
  );
});
