import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { clearBit, getBit, setBit } from '../../src/math/bits/bit-rows.ts';
import { copyBits } from '../../src/math/bits/copy-bits.ts';

/** One bit at a time. */
function copyBitsPlain(out: Uint32Array, to: number, bits: Uint32Array, from: number, count: number): void {
  for (let n = 0; n < count; n++) {
    if (getBit(bits, from + n) === 1) setBit(out, to + n);
    else clearBit(out, to + n);
  }
}

const words = fc.uint32Array({ minLength: 0, maxLength: 8 });
const place = fc.oneof(fc.nat({ max: 256 }), fc.constantFrom(0, 31, 32, 33, 63, 64, 224, 255, 256));

it('copies what its plain twin copies, and leaves the rest', () => {
  fc.assert(
    fc.property(words, words, place, place, place, (target, bits, toAny, fromAny, countAny) => {
      const to = Math.min(toAny, target.length * 32);
      const from = Math.min(fromAny, bits.length * 32);
      const count = Math.min(countAny, target.length * 32 - to, bits.length * 32 - from);
      const expected = target.slice();
      copyBitsPlain(expected, to, bits, from, count);
      const out = target.slice();
      copyBits(out, to, bits, from, count);
      expect(out).toEqual(expected);
    }),
    { numRuns: 5000 },
  );
});
