import { describe, expect, it } from 'vitest';
import { littleEndian } from '../../src/math/bits/float-bits.ts';

describe('the bytes of numbers', () => {
  const whole = new Uint8Array([9, 1, 2, 3, 4, 5, 6, 7, 8]);

  it('are those that a DataView writes, the least significant first', () => {
    const numbers = [1.5, -0, 2 ** -1074, 123456789];
    const view = new DataView(new ArrayBuffer(32));
    for (const [n, number] of numbers.entries()) view.setFloat64(8 * n, number, true);
    expect(littleEndian(Float64Array.from(numbers))).toEqual(new Uint8Array(view.buffer));
    expect(littleEndian(whole.subarray(1, 4))).toEqual(Uint8Array.of(1, 2, 3));
  });

  it('are turned, and what they came from is not, where a machine has them the other way round', () => {
    const words = Uint16Array.of(0x0102, 0x0304);
    const [first = 0, second = 0] = littleEndian(words);
    expect(littleEndian(words, true).subarray(0, 2)).toEqual(Uint8Array.of(second, first));
    expect(littleEndian(words, true)).toHaveLength(4);
    expect(littleEndian(whole, true)).toEqual(whole);
    expect([...words]).toEqual([0x0102, 0x0304]);
  });
});
