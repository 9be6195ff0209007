/**
 * Where arrays are in memory: apart, on lines of the cache, and each as large as the kernels take it to be.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNTED, SAMPLED } from '../../src/lanes/kernel-exports.ts';
import {
  type Field,
  type Layout,
  type LayoutSizes,
  layOut,
  SETUP_BYTES,
  SIZES,
  setupWords,
} from '../../src/lanes/layout.ts';

/** Bytes of the arrays as `src/lanes/assembly/machine.ts` describes them; of those that each thread has, of one. */
function bytesOf(layout: Layout): Partial<Record<Field, number>> {
  const { averaged, betas, visible, hidden, examples, chains, threads, tiles, byteLanes, wordLanes, rowWords } = layout;
  const learns = examples > 0;
  const models = Math.max(examples, chains);
  // Model rows beside persistent chains have sums of their own.
  const sums = chains > 0 ? examples + models : models;
  const parameters = { weights: 4 * visible * hidden, visibleBiases: 4 * visible, hiddenBiases: 4 * hidden };
  return {
    ...parameters,
    toVisible: 2 * tiles * hidden * 64,
    tileBiases: 2 * tiles * 64,
    toHidden: 2 * visible * wordLanes,
    dataLists: 4 * examples * (visible + 4),
    dataCounts: 4 * examples,
    dataBits: 8 * examples * tiles,
    modelLists: 4 * models * (visible + 4),
    modelCounts: 4 * models,
    modelBits: 8 * models * tiles,
    activeHidden: 4 * models * hidden,
    activeCounts: 4 * models,
    hiddenMasks: 4 * models * wordLanes,
    hiddenSums: 4 * sums * wordLanes,
    hiddenErrors: 4 * sums,
    floatSums: 4 * sums * wordLanes,
    dataLanes: examples * byteLanes,
    modelLanes: models * byteLanes,
    dataValues: 4 * examples * wordLanes,
    modelValues: learns ? 4 * models * wordLanes : 0,
    seed: 16,
    keys: 32 * models,
    examples: 4 * examples,
    chains: 4 * models,
    rounds: 4 * models,
    rowBits: 4 * examples * rowWords,
    rowShifts: 4 * examples,
    byteBounds: 64 * (layout.mostError + 1),
    cells: 4 * 1024,
    offNats: 8 * 1024,
    onNats: 8 * 1024,
    counts: learns && chains === 0 ? visible * byteLanes : 0,
    weightSteps: learns ? parameters.weights : 0,
    visibleSteps: learns ? parameters.visibleBiases : 0,
    hiddenSteps: learns ? parameters.hiddenBiases : 0,
    hiddenOffsets: learns ? 8 * hidden : 0,
    visibleOffsets: learns ? 8 * visible : 0,
    hiddenDifference: learns ? 8 * wordLanes : 0,
    hiddenSlopes: learns ? 8 * wordLanes : 0,
    slopes: chains > 0 && threads > 1 ? 8 * visible * wordLanes : 0,
    findings: 32 * threads,
    scratch: 256 + 4 * rowWords,
    constants: 80,
    tables: 8 * 16 * 52 * 4,
    places: 56 * 256,
    openUnits: 4 * 56 * 64,
    undecided: 12 * 56 * 64,
    weightSums: averaged ? 8 * visible * hidden : 0,
    turnedWeights: betas > 0 ? 4 * visible * hidden : 0,
    baseBiases: betas > 0 ? 4 * visible : 0,
    strengths: betas > 0 ? 8 * (betas + 1) : 0,
    hiddenList: betas > 0 ? 4 * hidden : 0,
    hiddenInput: betas > 0 ? 8 * hidden : 0,
    layerInput: betas > 0 ? 8 * Math.max(visible, hidden) : 0,
    tileSums: learns ? 2 * 32 * wordLanes * 4 + 256 + 1024 + 4 * 32 * models : 0,
  };
}

/** Arrays that each thread has for itself. */
const OWN = new Set<string>(['scratch', 'constants', 'tables', 'places', 'openUnits', 'undecided', 'tileSums']);

interface Piece {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** All pieces of memory that are in use, ascending. */
function piecesOf(layout: Layout): Piece[] {
  const { addresses, perThread, threads, fields } = layout;
  const bytes = bytesOf(layout);
  const pieces: Piece[] = [{ name: 'fields', from: fields, to: fields + SETUP_BYTES * threads }];
  for (const [name, from] of Object.entries(addresses)) {
    const size = bytes[name as Field] ?? NaN;
    if (size === 0 && from === 0) continue;
    for (let t = 0; t < (OWN.has(name) ? threads : 1); t++) {
      pieces.push({ name, from: from + t * perThread, to: from + t * perThread + size });
    }
  }
  return pieces.sort((a, b) => a.from - b.from);
}

const sizes: fc.Arbitrary<LayoutSizes> = fc.record({
  visible: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.constantFrom(1, 63, 64, 65, 2340)),
  hidden: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(1, 15, 16, 31, 63, 64, 65, 192, 193)),
  examples: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 400 })),
  chains: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 400 })),
  threads: fc.integer({ min: 1, max: 9 }),
  averaged: fc.boolean(),
  betas: fc.constantFrom(0, 1, 300),
});

describe('the layout of a machine', () => {
  it('has every array on a line of the cache, 256 bytes apart from the next one, within its memory', () => {
    fc.assert(
      fc.property(sizes, (given) => {
        const layout = layOut(given);
        const pieces = piecesOf(layout);
        expect(pieces.filter(({ from, to }) => from % 64 !== 0 || !(to > from))).toEqual([]);
        const [first] = pieces;
        // Address 0 is that of no array.
        expect(first.from).toBeGreaterThan(0);
        const near = pieces.filter(({ to, name }, n) => {
          const end = pieces[n + 1]?.from ?? layout.bytes;
          return to + (name === 'fields' ? 0 : 256) > end;
        });
        expect(near).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('has sizes that go with vectors', () => {
    fc.assert(
      fc.property(sizes, (given) => {
        const { visible, hidden, tiles, byteLanes, wordLanes, rowWords, mostError } = layOut(given);
        expect([byteLanes % 16, wordLanes % 32, rowWords % 4]).toEqual([0, 0, 0]);
        expect(64 * tiles).toBeGreaterThanOrEqual(visible);
        expect(64 * (tiles - 1)).toBeLessThan(visible);
        // One more lane is always on; 64 columns are summed at a time.
        expect(byteLanes).toBeGreaterThan(hidden);
        expect(wordLanes).toBeGreaterThanOrEqual(64 * Math.ceil(hidden / 64));
        // A row that begins at the last bit of a word, and a word behind it.
        expect(32 * rowWords).toBeGreaterThanOrEqual(64 * tiles + 32);
        expect(mostError).toBeGreaterThan(hidden + 2);
      }),
      { numRuns: 500 },
    );
  });

  it('is told to each thread in as many words as there is room for', () => {
    for (const threads of [1, 2, 9]) {
      const layout = layOut({ visible: 100, hidden: 30, examples: 7, chains: 5, threads, averaged: true, betas: 0 });
      const words = Array.from({ length: threads }, (_, t) => setupWords(layout, t));
      for (const [t, own] of words.entries()) {
        expect(4 * own.length).toBeLessThanOrEqual(SETUP_BYTES);
        // Thread and threads, and addresses of what each has for itself.
        expect(own.slice(8, 10)).toEqual([t, threads]);
        const moved = own.map((word, n) => word - words[0][n]);
        expect(moved.filter((by, n) => by !== 0 && n !== 8)).toEqual(
          t === 0 ? [] : Array(OWN.size).fill(t * layout.perThread),
        );
      }
    }
  });
});

describe('the constants of the kernels', () => {
  const assembly = new URL('../../src/lanes/assembly/', import.meta.url);
  const sources = readdirSync(assembly)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(new URL(name, assembly), 'utf8'));

  it.each([...Object.entries(SIZES), ['COUNTED', COUNTED], ['SAMPLED', SAMPLED]] as const)(
    '%s is %i there too',
    (name, value) => {
      const found = [...sources.join('\n').matchAll(new RegExp(`const ${name}: \\w+ = (\\d+);`, 'g'))];
      expect(found.map(([, number]) => Number(number))).toEqual([value]);
    },
  );
});
