/**
 * A Gibbs chain: visible and hidden layer sampled in turn, each given the other.
 *
 * @module
 */
import { checkNumber } from '../check.ts';
import { fillUniforms, PURPOSE, streamKey } from '../math/random.ts';
import { hiddenInput } from './hidden-input.ts';
import type { Rbm, Reals } from './rbm.ts';
import { sampleUnits } from './sample-units.ts';
import { visibleInput } from './visible-input.ts';

/** A layer's units that are on, and room to sample it. */
export interface Layer {
  /** shape [units]: the first `count` are the units that are on, ascending */
  readonly active: Uint32Array;
  count: number;
  /** shape [units]: the inputs it was last sampled from, in nats */
  readonly input: Float64Array;
  /** shape [units]: the random numbers it was last sampled with */
  readonly uniforms: Uint32Array;
}

/** Room for a layer of `units`, all off. */
export function createLayer(units: number): Layer {
  return {
    active: new Uint32Array(units),
    count: 0,
    input: new Float64Array(units),
    uniforms: new Uint32Array(units),
  };
}

/** Samples the hidden layer given the visible one, with the random numbers already in `hidden.uniforms`. */
export function sampleHidden(rbm: Rbm<Reals>, visible: Layer, hidden: Layer, inverseTemperature: number): void {
  hiddenInput(hidden.input, visible.active, visible.count, rbm.w, rbm.bh);
  hidden.count = sampleUnits(hidden.active, hidden.input, hidden.uniforms, inverseTemperature);
}

/** Samples the visible layer given the hidden one, with the random numbers already in `visible.uniforms`. */
export function sampleVisible(rbm: Rbm<Reals>, hidden: Layer, visible: Layer, inverseTemperature: number): void {
  visibleInput(visible.input, hidden.active, hidden.count, rbm.w, rbm.bv, rbm.hidden);
  visible.count = sampleUnits(visible.active, visible.input, visible.uniforms, inverseTemperature);
}

/** One chain of a machine. Its random numbers depend on seed, index and step alone: not on other chains. */
export interface GibbsChain {
  readonly rbm: Rbm;
  readonly visible: Layer;
  readonly hidden: Layer;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
  /** Which chain of the seed's, 0–2³²−1. */
  readonly index: number;
  /** Gibbs steps taken, below 2³¹. */
  step: number;
  /** shape [2]: room for a stream's key */
  readonly key: Uint32Array;
}

/** A chain whose visible units are all off. */
export function createChain(rbm: Rbm, seed: Uint32Array, index: number): GibbsChain {
  return {
    rbm,
    visible: createLayer(rbm.visible),
    hidden: createLayer(rbm.hidden),
    seed,
    index,
    step: 0,
    key: new Uint32Array(2),
  };
}

/**
 * Starts a chain from noise: each visible unit on with the probability that its bias alone gives it.
 *
 * With biases set from the data's mean that is noise as dense as the music, from which a chain comes home sooner than from
 * half of all units on.
 */
export function startFromNoise(chain: GibbsChain): void {
  const { rbm, visible, key } = chain;
  streamKey(key, chain.seed, PURPOSE.start, chain.index, 0);
  fillUniforms(visible.uniforms, key);
  for (let i = 0; i < rbm.visible; i++) visible.input[i] = rbm.bv[i];
  visible.count = sampleUnits(visible.active, visible.input, visible.uniforms, 1);
}

/**
 * Moves a chain `steps` Gibbs steps on: each samples all hidden units, then all visible ones. Allocates nothing.
 *
 * @param temperature - 0.01–100; 1 for the machine's own distribution
 * @throws {HarmoniumError} `option-range`
 */
export function runChain(chain: GibbsChain, steps: number, temperature: number): void {
  checkNumber('temperature', temperature, 0.01, 100);
  const { rbm, visible, hidden, key, seed, index } = chain;
  const inverse = 1 / temperature;
  for (let s = 0; s < steps; s++, chain.step++) {
    streamKey(key, seed, PURPOSE.chain, index, 2 * chain.step);
    fillUniforms(hidden.uniforms, key);
    sampleHidden(rbm, visible, hidden, inverse);
    streamKey(key, seed, PURPOSE.chain, index, 2 * chain.step + 1);
    fillUniforms(visible.uniforms, key);
    sampleVisible(rbm, hidden, visible, inverse);
  }
}
