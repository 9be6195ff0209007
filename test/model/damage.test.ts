/**
 * What becomes of damaged model files: an error of ours, or the same model.
 */
import { describe, expect, it } from 'vitest';
import { HarmoniumError } from '../../src/error.ts';
import type { Model } from '../../src/model/model.ts';
import { readModel } from '../../src/model/read-model.ts';
import { writeModel } from '../../src/model/write-model.ts';
import { file, smallParts } from './file-parts.ts';
import { someModel } from './some-model.ts';

/** The model, or the code of the refusal; any other error is the test's failure. */
function attempt(bytes: Uint8Array): Model | string {
  try {
    return readModel(bytes);
  } catch (error) {
    if (error instanceof HarmoniumError) return error.code;
    throw error;
  }
}

/** lowbias32 of a counter: seeded numbers below `limit`. */
function dice(seed: number): (limit: number) => number {
  let counter = seed;
  return (limit) => {
    counter = (counter + 0x9e3779b9) | 0;
    let x = counter;
    x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
    x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
    return ((x ^ (x >>> 15)) >>> 0) % limit;
  };
}

function mutate(bytes: Uint8Array, other: Uint8Array, roll: (limit: number) => number): Uint8Array {
  const at = roll(bytes.length);
  const out = bytes.slice();
  switch (roll(9)) {
    case 0:
      for (let k = roll(4); k >= 0; k--) out[roll(out.length)]! ^= 1 << roll(8);
      return out;
    case 1:
      return out.subarray(0, at);
    case 2:
      return Uint8Array.of(...bytes.subarray(0, at), ...other.subarray(roll(other.length)));
    case 3:
      new DataView(out.buffer).setUint32(roll(2) * 4, roll(3) === 0 ? roll(2 ** 32) : roll(2 * bytes.length), true);
      return out;
    case 4:
    case 7: {
      // A digit of the header for another.
      const digits = [...bytes.keys()].filter((k) => k > 8 && bytes[k]! >= 0x30 && bytes[k]! <= 0x39);
      out[digits[roll(digits.length)]!] = 0x30 + roll(10);
      return out;
    }
    case 5:
      return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(at + 1 + roll(8)));
    case 8:
      return out.fill(roll(2) * 255, bytes.length - 1 - roll(24));
    default:
      return Uint8Array.of(...bytes.subarray(0, at), ...bytes.subarray(roll(bytes.length)));
  }
}

describe('a damaged model file', () => {
  const whole = someModel(1, 2, 1, { seed: 'a "word"' });
  const bytes = writeModel(whole);

  it('is refused whichever byte is changed and however', () => {
    const counts = new Map<string, number>();
    for (let at = 0; at < bytes.length; at++) {
      for (let value = 1; value < 256; value++) {
        const changed = bytes.slice();
        changed[at]! ^= value;
        const result = attempt(changed);
        if (typeof result !== 'string') throw new Error(`byte ${at} to ${changed[at]} passed`);
        counts.set(result, (counts.get(result) ?? 0) + 1);
      }
    }
    expect([...counts.values()].reduce((sum, count) => sum + count)).toBe(bytes.length * 255);
    expect(counts.get('model-digest')).toBeGreaterThan(10_000);
  });

  it('is refused wherever it is cut off, and when anything follows it', () => {
    for (let length = 0; length < bytes.length; length++) {
      expect([length, attempt(bytes.subarray(0, length))]).toEqual([length, expect.stringMatching('^model-')]);
    }
    expect(typeof attempt(Uint8Array.of(...bytes, 0))).toBe('string');
  });

  it('gives an error of ours or a model, in 20,000 mutations with and without a digest', () => {
    const roll = dice(1);
    const bare = file(smallParts());
    const large = writeModel(someModel(2, 3, 5, { epochs: 40, other: { preset: 'x', note: '♯' } }));
    const counts = new Map<string, number>();
    for (let n = 0; n < 20_000; n++) {
      const mutant = n % 2 === 0 ? mutate(bytes, large, roll) : mutate(bare, bytes, roll);
      const result = attempt(mutant);
      const code = typeof result === 'string' ? result : 'model';
      counts.set(code, (counts.get(code) ?? 0) + 1);
      if (typeof result === 'string') continue;
      // What passes is a whole model: it can be written and comes back the same.
      expect(readModel(writeModel(result))).toEqual(result);
      expect(n % 2 === 0 ? result : whole).toEqual(whole);
    }
    const codes = ['digest', 'header', 'metadata', 'shape', 'tensor', 'truncated', 'version', 'weights'];
    expect(codes.filter((code) => !counts.has(`model-${code}`))).toEqual([]);
    expect(counts.get('model')).toBeGreaterThan(100);
  });
});
