import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addColumnSums } from '../../src/dense/column-sums.ts';
import { addMultiplied, multiply, scale } from '../../src/dense/elements.ts';
import { addOuterProducts, addProduct } from '../../src/dense/products.ts';
import { transpose } from '../../src/dense/transpose.ts';
import { blockSum, exactSum, productOf, transposeOf } from '../reference/dense.ts';
import { bitsOfFloats, floats, KINDS } from './values.ts';

const side = fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constantFrom(31, 32, 33, 64, 67));
const terms = fc.oneof(fc.integer({ min: 0, max: 70 }), fc.constantFrom(63, 64, 65, 127, 128, 129, 200));
const kind = fc.constantFrom(...KINDS);
const shapes = fc.record({ rows: side, inputs: terms, outputs: side, seed: fc.integer(), kind });

describe('addProduct', () => {
  it('is one sum an output in blocks of 64 terms, bit for bit', () => {
    fc.assert(
      fc.property(shapes, (c) => {
        const out = floats(c.rows * c.outputs, c.seed, c.kind);
        const x = floats(c.rows * c.inputs, c.seed + 1, c.kind);
        const w = floats(c.inputs * c.outputs, c.seed + 2, c.kind);
        const expected = productOf(blockSum, out, x, w, c.rows, c.inputs, c.outputs);
        addProduct(out, x, w, c.rows, c.inputs, c.outputs);
        expect(bitsOfFloats(out)).toEqual(bitsOfFloats(Float32Array.from(expected)));
      }),
      { numRuns: 150 },
    );
  });

  it('is close to the float64 product', () => {
    const [rows, inputs, outputs] = [7, 1000, 19];
    const out = floats(rows * outputs, 1);
    const x = floats(rows * inputs, 2);
    const w = floats(inputs * outputs, 3);
    const exact = productOf(exactSum, out, x, w, rows, inputs, outputs);
    const sizes = productOf(exactSum, out.map(Math.abs), x.map(Math.abs), w.map(Math.abs), rows, inputs, outputs);
    addProduct(out, x, w, rows, inputs, outputs);
    for (const [at, value] of out.entries())
      expect(Math.abs(value - exact[at])).toBeLessThan(16 * 2 ** -24 * sizes[at]);
  });

  it('does with the transposed weights what the gradient of the inputs is', () => {
    const [rows, inputs, outputs] = [3, 5, 66];
    const dy = floats(rows * outputs, 4);
    const w = floats(inputs * outputs, 5);
    const back = new Float32Array(w.length);
    transpose(back, w, inputs, outputs);
    const dx = new Float32Array(rows * inputs);
    addProduct(dx, dy, back, rows, outputs, inputs);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < inputs; i++) {
        const pairs = Array.from({ length: outputs }, (_, o) => [dy[r * outputs + o], w[i * outputs + o]] as const);
        expect(dx[r * inputs + i]).toBe(blockSum(0, pairs));
      }
    }
  });

  it('leaves what lies beyond the sizes alone', () => {
    const out = new Float32Array(40).fill(7);
    addProduct(out, floats(20, 6), floats(100, 7), 2, 3, 10);
    expect([...out.subarray(20)]).toEqual(Array.from({ length: 20 }, () => 7));
  });
});

describe('addOuterProducts', () => {
  it('is the product with transposed rows, bit for bit', () => {
    fc.assert(
      fc.property(shapes, (c) => {
        const [rows, inputs, outputs] = [c.inputs, c.rows, c.outputs];
        const dw = floats(inputs * outputs, c.seed, c.kind);
        const x = floats(rows * inputs, c.seed + 1, c.kind);
        const dy = floats(rows * outputs, c.seed + 2, c.kind);
        const expected = productOf(blockSum, dw, transposeOf(x, rows, inputs), dy, inputs, rows, outputs);
        addOuterProducts(dw, x, dy, rows, inputs, outputs);
        expect(bitsOfFloats(dw)).toEqual(bitsOfFloats(Float32Array.from(expected)));
      }),
      { numRuns: 150 },
    );
  });
});

describe('addColumnSums', () => {
  it('is the outer product with ones, bit for bit', () => {
    fc.assert(
      fc.property(terms, side, fc.integer(), kind, (rows, columns, seed, ofKind) => {
        const x = floats(rows * columns, seed, ofKind);
        const out = floats(columns, seed + 1, ofKind);
        const expected = out.slice();
        addOuterProducts(expected, new Float32Array(rows).fill(1), x, rows, 1, columns);
        addColumnSums(out, x, rows, columns);
        expect(bitsOfFloats(out)).toEqual(bitsOfFloats(expected));
      }),
    );
  });
});

describe('transpose', () => {
  it('turns rows into columns', () => {
    fc.assert(
      fc.property(side, side, fc.integer(), (rows, columns, seed) => {
        const x = floats(rows * columns, seed);
        const out = new Float32Array(x.length);
        transpose(out, x, rows, columns);
        expect([...out]).toEqual(transposeOf(x, rows, columns));
      }),
    );
  });
});

describe('elements', () => {
  it('are multiplied and added, each operation rounded', () => {
    const [a, b, c] = [floats(33, 8, 'wide'), floats(33, 9, 'wide'), floats(33, 10, 'wide')];
    const out = new Float32Array(33);
    multiply(out, a, b, 33);
    expect(out).toEqual(a.map((value, k) => value * b[k]));
    const sum = c.slice();
    addMultiplied(sum, a, b, 33);
    expect(sum).toEqual(c.map((value, k) => value + Math.fround(a[k] * b[k])));
    const scaled = a.slice();
    scale(scaled, 0.1, 32);
    expect(scaled).toEqual(a.map((value, k) => (k < 32 ? value * Math.fround(0.1) : value)));
    // The output may be an input.
    const squares = a.map((value) => value * value);
    multiply(a, a, a, 33);
    expect(a).toEqual(squares);
  });
});
