/**
 * A layer of an LSTM and its gradient, as a recurrent model uses the dense kernels; and the same loss in float64.
 *
 * Source: Hochreiter and Schmidhuber (1997) with the forget gate of Gers et al. (2000). Gates are in the order input, forget, output, cell.
 *
 * @module
 */
import type { DenseKernels } from '../../src/dense/dense-kernels.ts';

export interface LstmSize {
  readonly inputs: number;
  readonly hidden: number;
  readonly steps: number;
  readonly rows: number;
}

/** Parameters and data. The loss is Σ target · h over steps, rows and units. */
export interface Lstm<A> {
  /** shape [inputs, 4 hidden] */
  readonly wx: A;
  /** shape [hidden, 4 hidden] */
  readonly wh: A;
  /** shape [4 hidden] */
  readonly b: A;
  /** shape [steps, rows, inputs] */
  readonly x: A;
  /** shape [steps, rows, hidden] */
  readonly target: A;
}

function at(array: Float32Array, from: number, length: number): Float32Array {
  return array.subarray(from, from + length);
}

function logistic(a: number): number {
  return 1 / (1 + Math.exp(-a));
}

/** The gradient of the loss with respect to `wx`, `wh` and `b`, by backpropagation through time. `allocate` gives zeros. */
export function lstmGradient(
  k: Omit<DenseKernels, 'moveAdam' | 'scale' | 'stepGatedStack' | 'sumOfSquares'>,
  allocate: (length: number) => Float32Array,
  { inputs, hidden, steps, rows }: LstmSize,
  { wx, wh, b, x, target }: Lstm<Float32Array>,
): Float32Array[] {
  const units = rows * hidden;
  const wide = 4 * hidden;
  const gates = allocate(steps * rows * wide);
  const h = allocate((steps + 1) * units);
  const c = allocate((steps + 1) * units);
  const squashed = allocate(steps * units);
  /** The four gates of a row. */
  const parts = (array: Float32Array, row: number): Float32Array[] =>
    [0, 1, 2, 3].map((n) => at(array, row * wide + n * hidden, hidden));

  for (let row = 0; row < steps * rows; row++) gates.set(b, row * wide);
  k.addProduct(gates, x, wx, steps * rows, inputs, wide);
  for (let t = 0; t < steps; t++) {
    k.addProduct(at(gates, t * rows * wide, rows * wide), at(h, t * units, units), wh, rows, hidden, wide);
    for (let row = t * rows; row < (t + 1) * rows; row++) {
      const [i, f, o, g] = parts(gates, row);
      k.sigmoidValues(at(gates, row * wide, 3 * hidden), at(gates, row * wide, 3 * hidden), 3 * hidden);
      k.tanhValues(g, g, hidden);
      const [cNext, y] = [at(c, (row + rows) * hidden, hidden), at(squashed, row * hidden, hidden)];
      k.multiply(cNext, f, at(c, row * hidden, hidden), hidden);
      k.addMultiplied(cNext, i, g, hidden);
      k.tanhValues(y, cNext, hidden);
      k.multiply(at(h, (row + rows) * hidden, hidden), o, y, hidden);
    }
  }

  const back = allocate(wh.length);
  k.transpose(back, wh, hidden, wide);
  const dGates = allocate(gates.length);
  const [dh, dc, scratch] = [allocate(units), allocate(units), allocate(hidden)];
  for (let t = steps - 1; t >= 0; t--) {
    for (let n = 0; n < units; n++) dh[n] += target[t * units + n];
    for (let n = 0; n < rows; n++) {
      const row = t * rows + n;
      const [i, f, o, g] = parts(gates, row);
      const [di, df, dO, dg] = parts(dGates, row);
      const [dhRow, dcRow] = [at(dh, n * hidden, hidden), at(dc, n * hidden, hidden)];
      const y = at(squashed, row * hidden, hidden);
      k.multiply(scratch, dhRow, o, hidden);
      k.tanhGradient(scratch, scratch, y, hidden);
      for (let j = 0; j < hidden; j++) dcRow[j] += scratch[j];
      k.multiply(dO, dhRow, y, hidden);
      k.multiply(di, dcRow, g, hidden);
      k.multiply(df, dcRow, at(c, row * hidden, hidden), hidden);
      k.multiply(dg, dcRow, i, hidden);
      k.multiply(dcRow, dcRow, f, hidden);
      const [three, ofThree] = [at(dGates, row * wide, 3 * hidden), at(gates, row * wide, 3 * hidden)];
      k.sigmoidGradient(three, three, ofThree, 3 * hidden);
      k.tanhGradient(dg, dg, g, hidden);
    }
    dh.fill(0);
    k.addProduct(dh, at(dGates, t * rows * wide, rows * wide), back, rows, wide, hidden);
  }
  const [dwx, dwh, db] = [allocate(wx.length), allocate(wh.length), allocate(b.length)];
  k.addOuterProducts(dwx, x, dGates, steps * rows, inputs, wide);
  k.addOuterProducts(dwh, at(h, 0, steps * units), dGates, steps * rows, hidden, wide);
  k.addColumnSums(db, dGates, steps * rows, wide);
  return [dwx, dwh, db];
}

/** The loss in float64, one number after another. */
export function lstmLoss(
  { inputs, hidden, steps, rows }: LstmSize,
  { wx, wh, b, x, target }: Lstm<ArrayLike<number>>,
): number {
  let loss = 0;
  for (let n = 0; n < rows; n++) {
    let h: number[] = Array.from({ length: hidden }, () => 0);
    let c = h;
    for (let t = 0; t < steps; t++) {
      const row = t * rows + n;
      const gate = (part: number, j: number): number => {
        const o = part * hidden + j;
        let sum = b[o];
        for (let i = 0; i < inputs; i++) sum += x[row * inputs + i] * wx[i * 4 * hidden + o];
        for (let i = 0; i < hidden; i++) sum += h[i] * wh[i * 4 * hidden + o];
        return sum;
      };
      const next = c.map((old, j) => logistic(gate(1, j)) * old + logistic(gate(0, j)) * Math.tanh(gate(3, j)));
      h = next.map((value, j) => logistic(gate(2, j)) * Math.tanh(value));
      c = next;
      for (let j = 0; j < hidden; j++) loss += target[row * hidden + j] * h[j];
    }
  }
  return loss;
}
