/**
 * The fingerprint of dense kernels: two layers of a net, forth and back, and their updates.
 *
 * @module
 */
import { type DenseArena, plainArena } from '../../../src/dense/dense-arena.ts';
import { randomWord } from '../../../src/math/random/random.ts';
import { ofNumbers } from './digest.ts';

const ROWS = 5;
const INPUTS = 131;
const OUTPUTS = 37;
const STEPS = 20;

/** Bytes of all arrays, each rounded up. */
export const DENSE_MEMORY: number = 1_000_000;

/** `dense`: parameters and outputs after some steps. */
export function denseFingerprint({ kernels, allocate }: DenseArena = plainArena()): Record<'dense', string> {
  const array = (length: number, from = -1): Float32Array => {
    const values = allocate(Float32Array, length);
    // Between −2 and 2, on a grid of 2⁻³⁰.
    if (from >= 0) for (let n = 0; n < length; n++) values[n] = randomWord(5, from, n) / 1073741824 - 2;
    return values;
  };
  const x = array(ROWS * INPUTS, 1);
  const w = array(INPUTS * OUTPUTS, 2);
  const turned = array(INPUTS * OUTPUTS);
  const dw = array(INPUTS * OUTPUTS);
  const [m, v] = [array(INPUTS * OUTPUTS), array(INPUTS * OUTPUTS)];
  const [a, tanh, gate, out] = [
    array(ROWS * OUTPUTS),
    array(ROWS * OUTPUTS),
    array(ROWS * OUTPUTS),
    array(ROWS * OUTPUTS),
  ];
  const [dy, da] = [array(ROWS * OUTPUTS, 3), array(ROWS * OUTPUTS)];
  const db = array(OUTPUTS);
  const dx = array(ROWS * INPUTS);
  const norms = new Float64Array(STEPS);
  for (let step = 0; step < STEPS; step++) {
    a.fill(0);
    kernels.addProduct(a, x, w, ROWS, INPUTS, OUTPUTS);
    kernels.tanhValues(tanh, a, ROWS * OUTPUTS);
    kernels.sigmoidValues(gate, a, ROWS * OUTPUTS);
    kernels.multiply(out, tanh, gate, ROWS * OUTPUTS);
    kernels.addMultiplied(out, gate, gate, ROWS * OUTPUTS);
    kernels.tanhGradient(da, dy, tanh, ROWS * OUTPUTS);
    kernels.sigmoidGradient(da, da, gate, ROWS * OUTPUTS);
    kernels.transpose(turned, w, INPUTS, OUTPUTS);
    dx.fill(0);
    kernels.addProduct(dx, da, turned, ROWS, OUTPUTS, INPUTS);
    dw.fill(0);
    kernels.addOuterProducts(dw, x, da, ROWS, INPUTS, OUTPUTS);
    kernels.addColumnSums(db, da, ROWS, OUTPUTS);
    norms[step] = kernels.sumOfSquares(dw, INPUTS * OUTPUTS);
    kernels.scale(dw, 0.75, INPUTS * OUTPUTS);
    kernels.moveAdam(w, m, v, dw, INPUTS * OUTPUTS, 0.01, 0.9, 0.999, 1e-8, step + 1, 1);
  }
  return { dense: ofNumbers(w, m, v, out, dx, db, norms) };
}
