import { describe, expect, it } from 'vitest';
import { plainDense } from '../../src/dense/dense-kernels.ts';
import { denseInstance } from '../lanes/dense-instance.ts';
import { exactDense } from '../reference/dense.ts';
import { type Lstm, type LstmSize, lstmGradient, lstmLoss } from './lstm.ts';
import { bitsOfFloats, floats } from './values.ts';

const size: LstmSize = { inputs: 3, hidden: 5, steps: 6, rows: 2 };

function lstm({ inputs, hidden, steps, rows }: LstmSize): Lstm<Float32Array> {
  const wide = 4 * hidden;
  return {
    wx: floats(inputs * wide, 1),
    wh: floats(hidden * wide, 2),
    b: floats(wide, 3),
    x: floats(steps * rows * inputs, 4),
    target: floats(steps * rows * hidden, 5),
  };
}

/** The gradient by central differences of the float64 loss, whose error is about 1e-9. */
function differences(data: Lstm<Float32Array>): number[] {
  const h = 1e-5;
  return (['wx', 'wh', 'b'] as const).flatMap((name) =>
    Array.from(data[name], (_, k) => {
      const moved = (by: number): number => {
        const values = Float64Array.from(data[name]);
        values[k] += by;
        return lstmLoss(size, { ...data, [name]: values });
      };
      return (moved(h) - moved(-h)) / (2 * h);
    }),
  );
}

/** The type says float32; what it holds is float64. */
function doubles(values: Iterable<number>): Float32Array {
  return Float64Array.from(values) as unknown as Float32Array;
}

describe('the gradient of an LSTM', () => {
  it('is that of float64 differences to 3e-7 of its norm', () => {
    const data = lstm(size);
    const found = lstmGradient(plainDense, (n) => new Float32Array(n), size, data).flatMap((array) =>
      Array.from(array),
    );
    const exact = differences(data);
    const norm = Math.hypot(...exact);
    expect(norm).toBeGreaterThan(1);
    expect(Math.hypot(...exact.map((value, k) => value - found[k])) / norm).toBeLessThan(3e-7);
  });

  it('of 48 units over 100 steps is that of float64 arithmetic to 2.5e-7 of its norm', () => {
    const wide = { inputs: 88, hidden: 48, steps: 100, rows: 2 };
    const data = lstm(wide);
    for (const array of [data.wx, data.wh]) for (let k = 0; k < array.length; k++) array[k] *= 0.25;
    const found = lstmGradient(plainDense, (n) => new Float32Array(n), wide, data);
    const [wx, wh, b, x, target] = [data.wx, data.wh, data.b, data.x, data.target].map(doubles);
    const exact = lstmGradient(exactDense, (n) => doubles(new Float32Array(n)), wide, { wx, wh, b, x, target });
    let [norm, off] = [0, 0];
    for (const [n, array] of exact.entries()) {
      for (const [k, value] of array.entries()) {
        norm += value ** 2;
        off += (value - found[n][k]) ** 2;
      }
    }
    expect(Math.sqrt(off / norm)).toBeLessThan(2.5e-7);
  });

  const lanes = denseInstance();
  it.skipIf(lanes === undefined)('has the same bits in lanes', () => {
    for (const wide of [size, { inputs: 11, hidden: 37, steps: 40, rows: 3 }]) {
      lanes!.clear();
      const data = lstm(wide);
      const plain = lstmGradient(plainDense, (n) => new Float32Array(n), wide, data);
      const [wx, wh, b, x, target] = [data.wx, data.wh, data.b, data.x, data.target].map(lanes!.place);
      const allocate = (n: number): Float32Array => lanes!.place(new Float32Array(n));
      const laned = lstmGradient(lanes!.kernels, allocate, wide, { wx, wh, b, x, target });
      expect(laned.map(bitsOfFloats)).toEqual(plain.map(bitsOfFloats));
    }
  });
});
