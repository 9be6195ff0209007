import { describe, expect, it } from 'vitest';
import {
  createTwister,
  twisterBelow,
  twisterShuffle,
  twisterWord,
} from '../../src/music/evaluate/random/mersenne-twister.ts';
import { copyPcg64, createPcg64, pcg64Below, pcg64Choice, pcg64Word } from '../../src/music/evaluate/random/pcg64.ts';

describe("Python's random", () => {
  // list(range(63)); random.Random(seed).shuffle(it); getrandbits(32): CPython 3.11.
  it.each([
    [0, [53, 41, 3, 60, 33, 58, 27, 5], 1024847607],
    [1, [25, 62, 35, 9, 2, 5, 22, 32], 3846467028],
    [2, [49, 31, 41, 9, 15, 58, 6, 20], 1554290170],
    [4000000000, [55, 43, 16, 61, 41, 36, 35, 18], 2504437814],
  ])('shuffles alike from seed %i', (seed, first, next) => {
    const items = Array.from({ length: 63 }, (_, n) => n);
    const twister = createTwister(seed);
    twisterShuffle(items, twister);
    expect(items.slice(0, 8)).toEqual(first);
    expect(twisterWord(twister)).toBe(next);
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 63 }, (_, n) => n));
  });

  it('goes on past its first 624 words', () => {
    const twister = createTwister(5489);
    const words = Array.from({ length: 3000 }, () => twisterWord(twister));
    expect(new Set(words).size).toBe(3000);
    for (let n = 0; n < 1000; n++) expect(twisterBelow(twister, 5)).toBeLessThan(5);
    expect(twisterBelow(twister, 1)).toBe(0);
  });
});

describe("NumPy's default_rng(1)", () => {
  // NumPy 2.4: choice(count, size, False), all from one generator, then one word.
  it('chooses alike', () => {
    const random = createPcg64();
    expect([...pcg64Choice(random, 8400, 200).subarray(0, 4)]).toEqual([5980, 8136, 4699, 4467]);
    expect([...pcg64Choice(random, 300, 200).subarray(0, 4)]).toEqual([110, 159, 102, 281]);
    expect([...pcg64Choice(random, 200, 200).subarray(0, 4)]).toEqual([178, 126, 132, 36]);
    expect([...pcg64Choice(random, 12000, 1000).subarray(0, 4)]).toEqual([4742, 1999, 4090, 5438]);
    expect(pcg64Word(random)).toBe(1019886136);
  });

  it('chooses each number once, and a copy goes on alike', () => {
    const random = createPcg64();
    const copy = copyPcg64(random);
    for (const [count, size] of [
      [10, 10],
      [20000, 2000],
      [20000, 20],
    ] as const) {
      const chosen = pcg64Choice(random, count, size);
      expect(new Set(chosen).size).toBe(size);
      expect(Math.max(...chosen)).toBeLessThan(count);
      expect(pcg64Choice(copy, count, size)).toEqual(chosen);
    }
    expect(pcg64Below(random, 1)).toBe(0);
    expect(pcg64Word(random)).toBe(pcg64Word(copy));
  });
});
