/**
 * The kernels of `src/dense` in SIMD lanes: the same functions, with the same bits, on arrays in the memory of a WebAssembly module.
 *
 * @module
 */
import { wrongLength } from '../check.ts';
import { adamRate, adamRoot } from '../dense/adam.ts';
import type { DenseKernels } from '../dense/dense-kernels.ts';
import { HarmoniumError } from '../error.ts';
import type { Memory } from './web-assembly.ts';

/** What `src/lanes/assembly/dense/index.ts` exports. Arrays are given by their first byte. */
export interface DenseExports {
  addProduct(out: number, x: number, w: number, rows: number, inputs: number, outputs: number): void;
  addOuterProducts(dw: number, x: number, dy: number, rows: number, inputs: number, outputs: number): void;
  addColumnSums(out: number, x: number, rows: number, columns: number): void;
  transpose(out: number, x: number, rows: number, columns: number): void;
  tanhValues(out: number, x: number, count: number): void;
  sigmoidValues(out: number, x: number, count: number): void;
  tanhGradient(dx: number, dy: number, y: number, count: number): void;
  sigmoidGradient(dx: number, dy: number, y: number, count: number): void;
  multiply(out: number, a: number, b: number, count: number): void;
  addMultiplied(out: number, a: number, b: number, count: number): void;
  scale(x: number, factor: number, count: number): void;
  stepGatedStack(
    now: number,
    skip: number,
    queues: number,
    places: number,
    dilations: number,
    condition: number,
    weights: number,
    gated: number,
    channels: number,
    layers: number,
  ): void;
  sumOfSquares(x: number, count: number): number;
  moveAdam(
    w: number,
    m: number,
    v: number,
    dw: number,
    count: number,
    scale: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    rate: number,
    root: number,
    epsilon: number,
  ): void;
}

/**
 * The kernels of an instance. They check that every array is in its memory and as long as the sizes say: a kernel would write over
 * other arrays instead.
 *
 * @param memory - of the instance; it must not grow
 * @returns a table whose functions throw {@link HarmoniumError} `lanes-memory` for an array elsewhere and `length` for a short one
 */
export function laneDense(kernels: DenseExports, { buffer }: Memory): DenseKernels {
  /** Where an array is. */
  function at(name: string, array: Float32Array | Uint32Array, length: number): number {
    if (array.buffer !== buffer) throw elsewhere(name);
    if (array.length < length) throw wrongLength(name, `at least ${length}`, array.length);
    return array.byteOffset;
  }

  return {
    addProduct(out, x, w, rows, inputs, outputs) {
      const [xAt, wAt] = [at('x', x, rows * inputs), at('w', w, inputs * outputs)];
      kernels.addProduct(at('out', out, rows * outputs), xAt, wAt, rows, inputs, outputs);
    },
    addOuterProducts(dw, x, dy, rows, inputs, outputs) {
      const [xAt, dyAt] = [at('x', x, rows * inputs), at('dy', dy, rows * outputs)];
      kernels.addOuterProducts(at('dw', dw, inputs * outputs), xAt, dyAt, rows, inputs, outputs);
    },
    addColumnSums(out, x, rows, columns) {
      kernels.addColumnSums(at('out', out, columns), at('x', x, rows * columns), rows, columns);
    },
    transpose(out, x, rows, columns) {
      kernels.transpose(at('out', out, rows * columns), at('x', x, rows * columns), rows, columns);
    },
    tanhValues(out, x, count) {
      kernels.tanhValues(at('out', out, count), at('x', x, count), count);
    },
    sigmoidValues(out, x, count) {
      kernels.sigmoidValues(at('out', out, count), at('x', x, count), count);
    },
    tanhGradient(dx, dy, y, count) {
      kernels.tanhGradient(at('dx', dx, count), at('dy', dy, count), at('y', y, count), count);
    },
    sigmoidGradient(dx, dy, y, count) {
      kernels.sigmoidGradient(at('dx', dx, count), at('dy', dy, count), at('y', y, count), count);
    },
    multiply(out, a, b, count) {
      kernels.multiply(at('out', out, count), at('a', a, count), at('b', b, count), count);
    },
    addMultiplied(out, a, b, count) {
      kernels.addMultiplied(at('out', out, count), at('a', a, count), at('b', b, count), count);
    },
    scale(x, factor, count) {
      kernels.scale(at('x', x, count), factor, count);
    },
    stepGatedStack(now, skip, queues, places, dilations, condition, weights, gated, channels, layers) {
      let rows = 0;
      for (let layer = 0; layer < layers; layer++) rows += dilations[layer];
      kernels.stepGatedStack(
        at('now', now, channels),
        at('skip', skip, channels),
        at('queues', queues, rows * channels),
        at('places', places, layers),
        at('dilations', dilations, layers),
        at('condition', condition, 2 * channels * layers),
        at('weights', weights, (6 * layers - 1) * channels * channels),
        at('gated', gated, channels),
        channels,
        layers,
      );
    },
    sumOfSquares(x, count) {
      return kernels.sumOfSquares(at('x', x, count), count);
    },
    moveAdam(w, m, v, dw, count, rate, beta1, beta2, epsilon, step, scale) {
      kernels.moveAdam(
        at('w', w, count),
        at('m', m, count),
        at('v', v, count),
        at('dw', dw, count),
        count,
        scale,
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        adamRate(rate, beta1, step),
        adamRoot(beta2, step),
        epsilon,
      );
    },
  };
}

function elsewhere(name: string): HarmoniumError {
  return new HarmoniumError('lanes-memory', `${name} is in other memory`, {
    expected: 'an array in the memory of the lanes',
    got: 'one that is not',
    option: name,
  });
}
