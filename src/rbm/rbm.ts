/**
 * The machine's parameters.
 *
 * @module
 */
import { checkInteger } from '../check.ts';
import { fillNormal } from '../math/normal.ts';
import { PURPOSE, streamKey } from '../math/random.ts';

/** Parameters are float32; the float64 kind serves comparison with other implementations. */
export type Reals = Float32Array | Float64Array;

/**
 * A binary Restricted Boltzmann Machine: energy E(v, h) = −bv·v − bh·h − vᵀ W h over v ∈ {0,1}^visible, h ∈ {0,1}^hidden.
 *
 * Source: Smolensky (1986), "Information processing in dynamical systems: foundations of harmony theory".
 */
export interface Rbm<A extends Reals = Float32Array> {
  /** 1–2²⁰ */
  readonly visible: number;
  /** 1–2¹⁶ */
  readonly hidden: number;
  /** shape [visible, hidden], row-major: the weights in nats */
  readonly w: A;
  /** shape [visible]: the visible biases in nats */
  readonly bv: A;
  /** shape [hidden]: the hidden biases in nats */
  readonly bh: A;
}

export const MOST_VISIBLE: number = 1 << 20;
export const MOST_HIDDEN: number = 1 << 16;

/** A machine with all parameters 0. Throws `option-range` for sizes out of range. */
export function createRbm(visible: number, hidden: number): Rbm {
  checkInteger('visible', visible, 1, MOST_VISIBLE);
  checkInteger('hidden', hidden, 1, MOST_HIDDEN);
  return {
    visible,
    hidden,
    w: new Float32Array(visible * hidden),
    bv: new Float32Array(visible),
    bh: new Float32Array(hidden),
  };
}

/** Draws the weights from N(mean, deviation²). The same seed gives the same weights. `seed`: shape [4], `seedState`. */
export function drawWeights(rbm: Rbm, seed: Uint32Array, mean: number, deviation: number): void {
  const key = new Uint32Array(2);
  streamKey(key, seed, PURPOSE.weights, 0, 0);
  fillNormal(rbm.w, key, mean, deviation);
}
