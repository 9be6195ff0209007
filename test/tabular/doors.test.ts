/**
 * What is refused, and how it is said.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  createRbm,
  type FitOptions,
  fitRbm,
  freeEnergy,
  logLikelihood,
  reconstruct,
  sample,
  saveRbm,
  type TabularData,
  transform,
} from '../../src/index.ts';

const ROWS = [
  [0, 1, 1],
  [1, 0, 0.5],
];
const MACHINE = fitRbm(ROWS, { epochs: 1, hidden: 2 });

function told(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    const { name, code, message } = error as Error & { code: string };
    return `${name} ${code}: ${message}`;
  }
  return 'nothing';
}

describe('cells', () => {
  it.each([2, -0.1, Number.NaN, 1.0000001, Number.POSITIVE_INFINITY, '1', 1n, null, undefined, [1], {}])(
    '%s',
    (cell) => {
      const rows = [...ROWS, [0, cell, 0]] as unknown as TabularData;
      const view = { shape: [3, 3], get: (r: number, c: number) => (rows as number[][])[r]![c]! };
      for (const x of [rows, view]) {
        for (const act of [() => fitRbm(x), () => transform(MACHINE, x), () => freeEnergy(MACHINE, x)]) {
          expect(told(act)).toMatch(
            /^HarmoniumError option-range: row 2, column 1 of x: expected 0, 1 or a probability between them, got /,
          );
        }
      }
    },
  );

  it('of typed arrays', () => {
    expect(told(() => fitRbm(Uint8Array.of(0, 1, 0, 255), { columns: 2 }))).toContain('row 1, column 1 of x');
    expect(told(() => fitRbm(Float32Array.of(0, Number.NaN), { columns: 1 }))).toContain('row 1, column 0 of x');
  });
});

describe('data', () => {
  it.each<[string, unknown, FitOptions, string]>([
    ['none', undefined, {}, 'option-range: x: expected an ndarray, an array of rows'],
    ['a text', 'bits', {}, 'option-range: x: expected an ndarray'],
    ['a list of numbers', [0, 1], {}, 'option-range: row 0 of x: expected an array of numbers or booleans, got 0'],
    ['a list of texts', ['01'], {}, 'option-range: row 0 of x'],
    ['no rows', [], {}, 'option-range: row 0 of x'],
    ['no rows of so many columns', [], { columns: 3 }, 'option-range: x: expected at least one row to learn'],
    ['empty rows', [[]], {}, 'option-range: columns'],
    ['ragged rows', [[0, 1], [1]], {}, 'length: row 1 of x has the wrong length: expected 2, got 1'],
    ['a hole', [[0, 1], undefined], {}, 'option-range: row 1 of x'],
    ['other columns', ROWS, { columns: 2 }, 'length: row 0 of x has the wrong length: expected 2, got 3'],
    ['no columns', Uint8Array.of(1, 0), {}, 'option-range: columns: expected the number of cells in a row'],
    ['half a row', Uint8Array.of(1, 0, 1), { columns: 2 }, 'length: x has the wrong length: expected a multiple of 2'],
    ['another typed array', Int16Array.of(1, 0), { columns: 2 }, 'option-range: x: expected an ndarray'],
    ['three dimensions', { shape: [1, 1, 1], get: () => 0 }, {}, 'option-range: x.shape: expected two dimensions'],
    ['half a dimension', { shape: [1.5, 1], get: () => 0 }, {}, 'option-range: x.shape[0]'],
    ['too many cells', { shape: [1e6, 1e6], get: () => 0 }, {}, 'option-range: x: expected at most 268435456 cells'],
  ])('%s', (_name, x, options, message) => {
    expect(told(() => fitRbm(x as TabularData, options))).toContain(`HarmoniumError ${message}`);
  });

  it('memory that was handed over', () => {
    const x = Uint8Array.of(1, 0);
    structuredClone(x, { transfer: [x.buffer] });
    expect(told(() => fitRbm(x, { columns: 2 }))).toContain('detached');
  });

  it('rows as wide as another machine', () => {
    expect(told(() => transform(MACHINE, [[0, 1]]))).toContain(
      'length: row 0 of x has the wrong length: expected 3, got 2',
    );
    expect(transform(MACHINE, []).shape).toEqual([0, 2]);
  });
});

describe('options', () => {
  it.each([
    ['hidden', 0],
    ['hidden', 65_537],
    ['hidden', '64'],
    ['epochs', 0],
    ['batch', 0.5],
    ['rate', -1],
    ['finalRate', Number.NaN],
    ['momentum', 1],
    ['decay', 2],
    ['cd', 0],
    ['statistics', 'both'],
    ['chains', 40_000],
    ['centred', 1],
    ['sparsity', -1],
    ['averaging', 2],
    ['weightDeviation', -1],
    ['seed', 0.5],
    ['seed', 'x'.repeat(5000)],
    ['onEpoch', 1],
    ['hiden', 64],
    ['mostGap', 1],
    ['columns', 0],
  ])('%s: %s', (option, value) => {
    expect(() => fitRbm(ROWS, { [option]: value } as FitOptions)).toThrow(
      expect.objectContaining({ name: 'HarmoniumError', code: 'option-range', option }),
    );
  });

  it.each([
    ['gibbs', -1],
    ['temperature', 0],
    ['seed', 0.5],
  ])('sample: %s %s', (option, value) => {
    expect(() => sample(MACHINE, 1, { [option]: value })).toThrow(
      expect.objectContaining({ code: 'option-range', option }),
    );
  });

  it('sample: how many, and from where', () => {
    expect(told(() => sample(MACHINE, 0))).toContain('option-range: count');
    expect(told(() => sample(MACHINE, 1, { from: [] }))).toContain('option-range: from: expected at least one row');
    expect(told(() => sample(MACHINE, 1, { from: [[0, 3, 0]] }))).toContain('row 0, column 1 of from');
  });

  it.each([
    ['chains', 1],
    ['betas', 0],
    ['burnIn', -1],
  ])('logLikelihood: %s %s', (option, value) => {
    expect(() => logLikelihood(MACHINE, ROWS, { [option]: value })).toThrow(
      expect.objectContaining({ code: 'option-range', option }),
    );
  });

  it('logLikelihood of nothing, reconstruct by no seed', () => {
    expect(told(() => logLikelihood(MACHINE, []))).toContain('option-range: x: expected at least one row');
    expect(told(() => reconstruct(MACHINE, ROWS, { seed: 1.5 }))).toContain('option-range: seed');
  });
});

it('machines that are none', () => {
  expect(told(() => transform(undefined as never, ROWS))).toContain('option-range: machine: expected a machine');
  expect(told(() => transform({} as never, ROWS))).toContain('option-range: rbm');
  const rbm = createRbm(3, 2);
  rbm.w[4] = Number.NaN;
  expect(told(() => freeEnergy({ rbm }, ROWS))).toContain('model-weights: w[4]');
  expect(told(() => saveRbm({ rbm: createRbm(3, 2) } as never))).toContain('option-range: options');
});
