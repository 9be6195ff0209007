import ndarray from 'ndarray';
import { describe, expect, it, vi } from 'vitest';
import {
  type EpochRecord,
  FIT_DEFAULTS,
  type FitOptions,
  fitRbm,
  logLikelihood,
  pseudoLikelihood,
  reconstruct,
  sample,
  saveRbm,
  type TabularData,
  transform,
} from '../../src/index.ts';
import { crc32 } from '../../src/math/bits/crc32.ts';
import { fitRbmInParts } from '../../src/tabular/fit-rbm.ts';
import { barsAndStripes, meanOf } from './data.ts';

const PATTERNS = barsAndStripes(3);
const SOME: FitOptions = { hidden: 6, epochs: 3, batch: 4, chains: 5, seed: 'some' };

/** Gray rows, each number one that float32 holds. */
const GRAY = Array.from({ length: 7 }, (_, r) => Array.from({ length: 5 }, (_unused, c) => ((r * 5 + c * 3) % 9) / 8));

describe('what is learnt', () => {
  it('bars and stripes: nearly as likely as the patterns themselves', () => {
    const machine = fitRbm(PATTERNS, { hidden: 16, epochs: 1500, rate: 0.5, batch: 14, chains: 30, seed: 3 });
    // No machine gives 14 patterns more than −log 14 a row; one without weights gives −9 log 2 = −6.2.
    expect(logLikelihood(machine, PATTERNS).mean).toBeGreaterThan(-Math.log(14) - 0.3);
    // Two patterns differ in three cells or more, so each cell follows from the others: the best is 0.
    expect(meanOf(pseudoLikelihood(machine, PATTERNS))).toBeGreaterThan(-0.1);
    const known = new Set(PATTERNS.map((pattern) => pattern.join('')));
    const { data } = sample(machine, 200, { gibbs: 200 });
    const among = Array.from({ length: 200 }, (_, n) => known.has(data.subarray(9 * n, 9 * n + 9).join('')));
    expect(among.filter(Boolean).length).toBeGreaterThan(180);
  }, 60_000);

  it('gray rows: the mean of each column', () => {
    const rows = Array.from({ length: 300 }, () => [0.2, 0.9, 0.5]);
    const { data } = sample(fitRbm(rows, { hidden: 2, epochs: 10 }), 3000, { gibbs: 20 });
    for (const [c, p] of [0.2, 0.9, 0.5].entries()) {
      let on = 0;
      for (let n = 0; n < 3000; n++) on += data[3 * n + c]! / 3000;
      expect(Math.abs(on - p)).toBeLessThan(0.05);
    }
  });

  it('reports each epoch', () => {
    const records: EpochRecord[] = [];
    fitRbm(PATTERNS, { ...SOME, onEpoch: (record) => records.push(record) });
    expect(records.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(records[0]!.freeEnergyTraining).toBeLessThan(0);
    expect(() =>
      fitRbm(PATTERNS, {
        ...SOME,
        onEpoch: () => {
          throw new Error('enough');
        },
      }),
    ).toThrow('enough');
  });

  it('keeps every option, the defaults too', () => {
    expect(fitRbm(PATTERNS, { epochs: 1 }).options).toEqual({ ...FIT_DEFAULTS, epochs: 1 });
    expect(fitRbm(PATTERNS, { epochs: 1, chains: 0 }).options).toMatchObject({ chains: 0, centred: false });
    expect(fitRbm(PATTERNS, { epochs: 1, hidden: undefined }).options.hidden).toBe(64);
  });
});

function bytesOf(x: TabularData, options: FitOptions): number {
  return crc32(saveRbm(fitRbm(x, options)));
}

describe('the same seed', () => {
  it.each([
    ['bits', PATTERNS, {}, 1921861460],
    ['probabilities', GRAY, {}, 183579026],
    ['contrastive divergence', PATTERNS, { chains: 0, momentum: 0.5, cd: 2, statistics: 'samples' }, 3087879812],
  ] as const)('gives the same bytes: %s', (_name, x, options, crc) => {
    expect(bytesOf(x, { ...SOME, ...options })).toBe(crc);
    expect(bytesOf(x, { ...SOME, ...options, seed: 'other' })).not.toBe(crc);
  });

  it('draws bits anew in each epoch', () => {
    // The very first draw alone would be learnt if the bits stayed.
    const row = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];
    const energies = new Set<number>();
    fitRbm([row], { hidden: 1, rate: 0, finalRate: 0, epochs: 20, onEpoch: (r) => energies.add(r.freeEnergyTraining) });
    expect(energies.size).toBeGreaterThan(5);
  });

  it('gives the same in parts', () => {
    const work = fitRbmInParts(GRAY, SOME);
    const shares: number[] = [];
    let next = work.next();
    for (; next.done !== true; next = work.next()) shares.push(next.value);
    expect(saveRbm(next.value)).toEqual(saveRbm(fitRbm(GRAY, SOME)));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });

  it('gives row c of a sample whatever the count; rows of a reconstruction on their own', () => {
    const machine = fitRbm(GRAY, SOME);
    expect(sample(machine, 2, { seed: 5 }).data).toEqual(sample(machine, 9, { seed: 5 }).data.slice(0, 10));
    expect(sample(machine, 9, { seed: 5 }).data).not.toEqual(sample(machine, 9, { seed: 6 }).data);
    expect(reconstruct(machine, GRAY.slice(0, 2)).data).toEqual(reconstruct(machine, GRAY).data.slice(0, 10));
    expect(reconstruct(machine, GRAY, { seed: 2 }).data).not.toEqual(reconstruct(machine, GRAY).data);
    expect(reconstruct(machine, GRAY, { seed: 1 }).data).toEqual(reconstruct(machine, GRAY).data);
  });
});

/** A sample that is these rows: chains of no steps that start there. */
function tableOf(rows: number[][]): TabularData {
  return sample(fitRbm(rows, SOME), rows.length, { gibbs: 0, from: rows });
}

describe('all kinds of data give the same', () => {
  const flat = Float32Array.from(GRAY.flat());
  const bits = PATTERNS.flat();
  const strided = ndarray(new Float64Array(2 * 7 * 5 + 1), [7, 5], [1, 14], 1);
  for (const [r, row] of GRAY.entries()) for (const [c, p] of row.entries()) strided.set(r, c, p);
  const spread = vi.fn<(row: number, column: number) => number>((r, c) => GRAY[r]![c]!);

  it.each<[string, TabularData, TabularData]>([
    ['Float32Array', GRAY, flat],
    ['ndarray', GRAY, ndarray(flat, [7, 5])],
    ['ndarray with strides and an offset', GRAY, strided],
    ['anything with shape and get', GRAY, { shape: [7, 5], get: spread }],
    ['rows that are typed arrays', GRAY, GRAY.map((row) => Float64Array.from(row))],
    ['Uint8Array', PATTERNS, Uint8Array.from(bits)],
    ['Buffer', PATTERNS, Buffer.from(bits)],
    ['booleans', PATTERNS, PATTERNS.map((row) => row.map((cell) => cell === 1))],
    ['a table of the library', PATTERNS, tableOf(PATTERNS)],
  ])('%s', (_name, rows, other) => {
    const columns = (rows as number[][])[0]!.length;
    const machine = fitRbm(rows, SOME);
    expect(saveRbm(fitRbm(other, { ...SOME, columns }))).toEqual(saveRbm(machine));
    expect(transform(machine, other)).toMatchObject({ data: transform(machine, rows).data });
    expect(pseudoLikelihood(machine, other)).toEqual(pseudoLikelihood(machine, rows));
  });

  it('an ndarray of a table is a view of it', () => {
    const { data, shape } = transform(fitRbm(GRAY, SOME), GRAY);
    expect(ndarray(data, [...shape]).get(6, 5)).toBe(data[6 * 6 + 5]);
  });
});
