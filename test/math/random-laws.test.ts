import { describe, expect, it } from 'vitest';
import { fillUniforms, PURPOSE, streamKey, uniform } from '../../src/math/random/random.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { slow } from '../reference/slow.ts';
import { agreementDeviation, correlationDeviation, deviations } from './laws.ts';

/** Five standard errors: one true law in 1.7 million fails it, and the seeds are fixed. */
const MOST = 5;
const MILLION = 1_000_000;
const seed = seedState('laws');

function stream(length: number, purpose: number, index: number, round: number, words: Uint32Array = seed): Uint32Array {
  const key = new Uint32Array(2);
  streamKey(key, words, purpose, index, round);
  const numbers = new Uint32Array(length);
  fillUniforms(numbers, key);
  return numbers;
}

/** The first number of each of many streams. */
function across(
  length: number,
  address: (n: number) => [seed: Uint32Array, purpose: number, index: number, round: number],
): Uint32Array {
  const key = new Uint32Array(2);
  return Uint32Array.from({ length }, (_, n) => {
    streamKey(key, ...address(n));
    return uniform(key[0], key[1], 0);
  });
}

/** The laws that these numbers break. */
function broken(numbers: Uint32Array): string[] {
  const laws = Object.entries(deviations(numbers));
  return laws.flatMap(([law, deviation]) => (Math.abs(deviation) < MOST ? [] : [`${law}: ${deviation}`]));
}

describe('the laws themselves', () => {
  it('catch a counter, a stuck bit and a repeated list', () => {
    const counter = Uint32Array.from({ length: 100_000 }, (_, n) => n);
    const good = stream(100_000, PURPOSE.chain, 0, 0);
    expect(deviations(counter)['byte 3']).toBeGreaterThan(MOST);
    expect(deviations(counter)['lag 1']).toBeGreaterThan(MOST);
    expect(deviations(good.map((x) => x | 8))['bits']).toBeGreaterThan(MOST);
    expect(correlationDeviation(good, good)).toBeGreaterThan(MOST);
    expect(agreementDeviation(good, good)).toBeGreaterThan(MOST);
  });
});

describe('within a stream', () => {
  const streams = {
    first: [PURPOSE.chain, 0, 0],
    last: [PURPOSE.training, 2 ** 32 - 1, 2 ** 32 - 1],
    some: [PURPOSE.start, 7, 42],
  };
  for (const [name, [purpose, index, round]] of Object.entries(streams)) {
    it(`a million numbers are uniform and independent: ${name}`, () => {
      expect(broken(stream(MILLION, purpose, index, round))).toEqual([]);
    });
  }

  it('the same with a seed of zeros', () => {
    expect(broken(stream(MILLION, 0, 0, 0, new Uint32Array(4)))).toEqual([]);
  });
});

describe('across streams', () => {
  it('first numbers of a million indices', () => {
    expect(broken(across(MILLION, (n) => [seed, PURPOSE.chain, n, 0]))).toEqual([]);
  });

  it('first numbers of a million rounds', () => {
    expect(broken(across(MILLION, (n) => [seed, PURPOSE.training, 3, n]))).toEqual([]);
  });

  it('first numbers of seeds one bit or one apart', () => {
    const words = new Uint32Array(4);
    for (let place = 0; place < 4; place++) {
      const firsts = across(200_000, (n) => {
        words[place] = n;
        return [words, PURPOSE.chain, 0, 0];
      });
      expect(broken(firsts)).toEqual([]);
      words[place] = 0;
    }
  });

  it('neighbours in index, round, purpose and seed have nothing in common', () => {
    const length = 100_000;
    const base = stream(length, PURPOSE.chain, 5, 8);
    const neighbours = {
      index: stream(length, PURPOSE.chain, 6, 8),
      round: stream(length, PURPOSE.chain, 5, 9),
      exchanged: stream(length, PURPOSE.chain, 8, 5),
      purpose: stream(length, PURPOSE.start, 5, 8),
      seed: stream(length, PURPOSE.chain, 5, 8, seedState('lawt')),
    };
    const related: string[] = [];
    for (const [name, other] of Object.entries(neighbours)) {
      for (let lag = 0; lag < 3; lag++) {
        const ahead = base.subarray(lag);
        const behind = other.subarray(0, length - lag);
        const deviation = Math.max(Math.abs(correlationDeviation(ahead, behind)), agreementDeviation(ahead, behind));
        if (!(deviation < MOST)) related.push(`${name} at lag ${lag}: ${deviation}`);
      }
    }
    expect(related).toEqual([]);
  });

  it('keys differ wherever addresses do', () => {
    const key = new Uint32Array(2);
    const keys = new Set<number>();
    let addresses = 0;
    for (const purpose of Object.values(PURPOSE)) {
      for (let index = 0; index < 100; index++) {
        for (let round = 0; round < 100; round++, addresses++) {
          streamKey(key, seed, purpose, index, round);
          keys.add(key[0] * 2 ** 21 + (key[1] >>> 11));
        }
      }
    }
    expect(keys.size).toBe(addresses);
  });

  it('each bit of an address turns half of the key over', () => {
    const key = new Uint32Array(2);
    const samples = 2000;
    const flips = (bit: number): number[] => {
      const counts = Array.from({ length: 64 }, () => 0);
      for (let n = 0; n < samples; n++) {
        const words = Uint32Array.of(n, n * 7, n * 31, n * 101);
        streamKey(key, words, 1, n, n);
        const before = [key[0], key[1]];
        const word = bit >>> 5;
        const mask = (1 << (bit & 31)) >>> 0;
        if (word < 4) words[word] ^= mask;
        streamKey(key, words, 1, word === 4 ? (n ^ mask) >>> 0 : n, word === 5 ? (n ^ mask) >>> 0 : n);
        for (let b = 0; b < 64; b++) counts[b] += ((before[b >>> 5] ^ key[b >>> 5]) >>> (b & 31)) & 1;
      }
      return counts;
    };
    for (let bit = 0; bit < 192; bit++) {
      for (const count of flips(bit)) expect(Math.abs(count / samples - 0.5)).toBeLessThan(0.1);
    }
  });
});

describe.skipIf(!slow('laws over 16 million numbers a stream'))('at length', () => {
  it('16 million numbers of four streams', () => {
    for (let index = 0; index < 4; index++) expect(broken(stream(16 * MILLION, PURPOSE.chain, index, 0))).toEqual([]);
  }, 120_000);
});
