import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalf, halfBits } from '../../src/math/bits/half.ts';
import { compactLoss } from '../../src/model/compact-loss.ts';
import type { Model } from '../../src/model/model.ts';
import { readModel } from '../../src/model/read-model.ts';
import { writeCompactModel } from '../../src/model/write-compact-model.ts';
import { generate } from '../../src/music/windows/generate.ts';
import { cutWindows } from '../../src/roll/cut-windows.ts';
import { errorOf, file as fileOf, type Parts } from './file-parts.ts';
import { someModel } from './some-model.ts';

const bundled = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/models/${name}.safetensors`, import.meta.url));
const DEFAULT = readModel(bundled('default'));

/** One step, one pitch, three hidden units, both rows kept: weights 2, −1, 7 of .5 and −7, 0, 1 of 2. */
function smallParts(): Parts {
  return {
    metadata: { format: 'harmonium', version: '1', steps: '1', grid: '4', low: '60', high: '60', tempo: '120' },
    tensors: {
      bh: { dtype: 'F16', shape: [3], data_offsets: [0, 6] },
      bv: { dtype: 'F16', shape: [2], data_offsets: [6, 10] },
      scale: { dtype: 'F16', shape: [2], data_offsets: [10, 14] },
      q: { dtype: 'U8', shape: [2, 2], data_offsets: [14, 18] },
    },
    data: Uint8Array.of(...halves(1, 2, 3, -1, 0.25, 0.5, 2), 0x7a, 0x8f, 0x81, 0x89),
  };
}

function halves(...values: number[]): number[] {
  return values.flatMap((value) => [halfBits(value) & 255, halfBits(value) >> 8]);
}

describe('a compact model file', () => {
  it('can be put together by hand', () => {
    expect(readModel(fileOf(smallParts())).rbm).toEqual({
      visible: 2,
      hidden: 3,
      w: Float32Array.of(1, -0.5, 3.5, -14, 0, 2),
      bv: Float32Array.of(-1, 0.25),
      bh: Float32Array.of(1, 2, 3),
    });
  });

  it('has no row where the scale is 0', () => {
    const parts = smallParts();
    parts.data = Uint8Array.of(...halves(1, 2, 3, -1, 0.25, 0, 2), 0x81, 0x89);
    parts.tensors['q'] = { dtype: 'U8', shape: [1, 2], data_offsets: [14, 16] };
    expect(readModel(fileOf(parts)).rbm.w).toEqual(Float32Array.of(0, 0, 0, -14, 0, 2));
  });

  it.each<[string, string, (parts: Parts) => void]>([
    ['a row too many', 'model-shape', (p) => p.data.set([0, 0], 10)],
    ['no row', 'model-shape', (p) => p.data.set([0, 0, 0, 0], 10)],
    ['rows of another width', 'model-shape', (p) => (p.tensors['q']!.shape = [4, 1])],
    ['NaN for a scale', 'model-weights', (p) => p.data.set([0, 0x7e], 10)],
    ['an infinite bias', 'model-weights', (p) => p.data.set([0, 0xfc], 0)],
    ['float32 biases', 'model-tensor', (p) => (p.tensors['bh']!.dtype = 'F32')],
    ['signed weights', 'model-tensor', (p) => (p.tensors['q']!.dtype = 'I8')],
    ['no scales', 'model-tensor', (p) => delete p.tensors['scale']],
    ['a byte too few', 'model-truncated', (p) => (p.data = p.data.subarray(1))],
  ])('is refused with %s: %s', (_, code, change) => {
    const parts = smallParts();
    change(parts);
    expect(errorOf(() => readModel(fileOf(parts)))).toMatchObject({ name: 'HarmoniumError', code });
  });

  it('asks for no more memory than 128 times its own size', () => {
    // 32 visible units of which one has weights: half of what is allowed.
    const parts = smallParts();
    parts.metadata['steps'] = '16';
    parts.data = Uint8Array.of(...halves(1, 2, 3), ...halves(...Array<number>(63).fill(0), 2), 0x81, 0x89);
    parts.tensors['bv'] = { dtype: 'F16', shape: [32], data_offsets: [6, 70] };
    parts.tensors['scale'] = { dtype: 'F16', shape: [32], data_offsets: [70, 134] };
    parts.tensors['q'] = { dtype: 'U8', shape: [1, 2], data_offsets: [134, 136] };
    expect(errorOf(() => readModel(fileOf(parts)))).toMatchObject({
      code: 'model-shape',
      message: 'too few rows of weights: expected at least one for 16 visible units, got 1 for 32',
    });
  });
});

describe('writeCompactModel', () => {
  it('rounds each weight to the nearest of its row, each bias to eleven bits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.001, max: 30, noNaN: true }), (hidden, size) => {
        const model = someModel(2, 3, hidden);
        model.rbm.w.forEach((weight, k) => (model.rbm.w[k] = Math.fround(Math.fround(Math.sin(weight * k)) * size)));
        model.rbm.bv.fill(0.1);
        const { rbm } = readModel(writeCompactModel(model));
        for (let i = 0; i < rbm.visible; i++) {
          const row = model.rbm.w.subarray(i * hidden, (i + 1) * hidden);
          const half = fromHalf(halfBits(Math.max(...row.map(Math.abs)) / 7)) / 2;
          for (let j = 0; j < hidden; j++) {
            expect(Math.abs(rbm.w[i * hidden + j]! - row[j]!)).toBeLessThanOrEqual(half * 1.01);
          }
        }
        expect(rbm.bv[0]).toBe(fromHalf(halfBits(0.1)));
      }),
      { numRuns: 50 },
    );
  });

  it('loses nothing the second time', () => {
    const once = writeCompactModel(DEFAULT);
    expect(Buffer.compare(writeCompactModel(readModel(once)), once)).toBe(0);
  });

  it('leaves out the weights of units that hardly ever fire', () => {
    const model = someModel(1, 1, 2);
    model.rbm.w.set([1, -3, 2, 2]);
    model.rbm.bv.set([-8, -8]);
    // −8 + 1 is below log(1 / 1023) = −6.93; −8 + 4 is not.
    expect(readModel(writeCompactModel(model)).rbm.w).toEqual(Float32Array.of(0, 0, 2, 2).map((w) => roundedTo(w, 2)));
  });

  it.each<[string, string, (model: Model) => void]>([
    ['weights of NaN', 'model-weights', ({ rbm }) => (rbm.w[3] = NaN)],
    ['weights too large', 'model-weights', ({ rbm }) => (rbm.w[3] = 460_000)],
    ['biases too large', 'model-weights', ({ rbm }) => (rbm.bv[0] = 65_600)],
    ['no weights', 'model-weights', ({ rbm }) => rbm.w.fill(0)],
    ['a length too short', 'length', (model) => Object.assign(model.rbm, { bh: model.rbm.bh.subarray(1) })],
  ])('refuses %s: %s', (_, code, change) => {
    const model = someModel(1, 2, 3);
    change(model);
    expect(errorOf(() => writeCompactModel(model)).code).toBe(code);
  });
});

/** What becomes of a weight in a row whose largest is `largest`. */
function roundedTo(weight: number, largest: number): number {
  const scale = fromHalf(halfBits(largest / 7));
  return Math.round(weight / scale) * scale;
}

describe('the default model, made compact', () => {
  const compact = bundled('compact');

  it('comes with the package (if not: npm run model, or npx harmonium compact)', () => {
    expect(Buffer.compare(compact, writeCompactModel(DEFAULT))).toBe(0);
    expect(compact.length).toBeLessThanOrEqual(64_000);
  });

  it('is nearly the same machine', () => {
    const { rbm, chains, ...meaning } = readModel(compact);
    const { rbm: _, chains: all, ...defaultMeaning } = DEFAULT;
    expect(meaning).toEqual(defaultMeaning);
    // Sixteen of the hundred chains: 5 kB.
    expect(chains?.starts).toEqual(all?.starts.subarray(0, 16));
    expect(chains?.bits).toEqual(all?.bits.subarray(0, chains?.bits.length));
    const rolls = [...generate(DEFAULT, { count: 20, decode: 'sample' })].map(({ roll }) => roll);
    const rows = cutWindows(rolls, { steps: DEFAULT.steps, stride: DEFAULT.steps });
    const loss = compactLoss(DEFAULT.rbm, rbm, rows);
    console.log('the compact default model:', JSON.stringify({ bytes: compact.length, ...loss }));
    expect(loss.hidden).toBeLessThan(0.02);
    expect(loss.visible).toBeLessThan(0.01);
    expect(loss.freeEnergySpread).toBeLessThan(15);
    expect(compactLoss(DEFAULT.rbm, DEFAULT.rbm, rows)).toEqual({
      hidden: 0,
      visible: 0,
      freeEnergy: 0,
      freeEnergySpread: 0,
    });
  });
});
