/**
 * The machine's parameters.
 *
 * @module
 */
import {
  checkArray,
  checkEach,
  checkFinite,
  checkInteger,
  checkLength,
  checkNumber,
  checkObject,
  refuse,
} from '../check.ts';
import { type Allocator, ordinaryArrays } from '../math/memory/allocator.ts';
import { fillNormal } from '../math/random/normal.ts';
import * as PURPOSE from '../math/random/purpose.ts';
import { streamKey } from '../math/random/random.ts';
import { seedState } from '../math/random/seed-state.ts';

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

/** The names of a machine's arrays. */
export const PARAMETERS = ['w', 'bv', 'bh'] as const;

// Spelled out: a bundler keeps an unused `1 << 20`.
export const MOST_VISIBLE: number = 1_048_576;
export const MOST_HIDDEN: number = 65_536;
const SIZES = { visible: [1, MOST_VISIBLE], hidden: [1, MOST_HIDDEN] } as const;
/** A gigabyte of weights; learning takes about four times as much. */
const MOST_WEIGHTS = 268_435_456;

/**
 * A machine with all parameters 0.
 *
 * @throws {HarmoniumError} `option-range` for sizes out of range, or for more than 2²⁸ weights
 */
export function createRbm(visible: number, hidden: number, allocate: Allocator = ordinaryArrays): Rbm {
  checkEach(checkInteger, { visible, hidden }, SIZES);
  if (visible * hidden > MOST_WEIGHTS) {
    refuse('hidden', `at most ${Math.floor(MOST_WEIGHTS / visible)}`, hidden);
  }
  return {
    visible,
    hidden,
    w: allocate(Float32Array, visible * hidden),
    bv: allocate(Float32Array, visible),
    bh: allocate(Float32Array, hidden),
  };
}

/** A machine with its own copy of the parameters. */
export function copyRbm({ visible, hidden, w, bv, bh }: Rbm): Rbm {
  return { visible, hidden, w: w.slice(), bv: bv.slice(), bh: bh.slice() };
}

/**
 * Checks a machine: its sizes, the lengths of its arrays, and that every parameter is finite.
 *
 * @throws {HarmoniumError} `option-range`, `length` or `model-weights` with the field's name
 */
export function checkRbm(rbm: Rbm): void {
  checkObject('rbm', rbm, 'a machine');
  checkEach(checkInteger, rbm, SIZES);
  for (const name of PARAMETERS) checkArray(name, rbm[name], 'Float32Array');
  checkLength('bv', rbm.bv, rbm.visible);
  checkLength('bh', rbm.bh, rbm.hidden);
  checkLength('w', rbm.w, rbm.visible * rbm.hidden);
  for (const name of PARAMETERS) checkFinite(name, rbm[name]);
}

/**
 * Draws the weights from N(mean, deviation²). The same seed gives the same weights.
 *
 * @param seed - any text or whole number
 * @param mean - −100 to 100
 * @param deviation - 0–100
 * @throws {HarmoniumError} `option-range`
 */
export function drawWeights(rbm: Rbm, seed: string | number, mean: number, deviation: number): void {
  checkNumber('mean', mean, -100, 100);
  checkNumber('deviation', deviation, 0, 100);
  fillWeights(rbm, seedState(seed), mean, deviation);
}

/** {@link drawWeights} with a seed of shape [4], from `seedState`, and numbers that have been checked. */
export function fillWeights(rbm: Rbm, seed: Uint32Array, mean: number, deviation: number): void {
  const key = new Uint32Array(2);
  streamKey(key, seed, PURPOSE.weights, 0, 0);
  fillNormal(rbm.w, key, mean, deviation);
}
