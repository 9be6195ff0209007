/**
 * A Gibbs chain with everything that it needs, for users of the library.
 *
 * @module
 */
import { checkInteger, checkObject, refuse } from '../../check.ts';
import { seedState } from '../../math/random/seed-state.ts';
import { freeEnergyOfUnits } from '../kernels/free-energy.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Rbm } from '../rbm.ts';
import type { ActiveUnits } from './active-units.ts';
import { createChain, runChain, startFromNoise } from './gibbs-chain.ts';
import { createSampler } from './sampler.ts';

/** Which chain it is, and at which temperature it samples. */
export interface OpenChainOptions {
  /** Any text or whole number; the same seed gives the same chain. 1 by default. */
  readonly seed?: string | number;
  /** Which chain of the seed, 0–2³¹−1; chains share no random numbers. 0 by default. */
  readonly index?: number;
  /** 0.01–100; inputs are divided by it. 1 by default: the machine's own distribution. */
  readonly temperature?: number;
  /** What samples, to the same bytes; plain kernels by default. `harmonium-rbm/lanes` has faster ones. */
  readonly kernels?: Kernels | undefined;
}

/** A Gibbs chain of one machine. Its state changes only by its functions; its random numbers depend on seed, index and step alone. */
export interface Chain {
  /** The machine. */
  readonly rbm: Rbm;
  /** Gibbs steps taken, below 2³¹. */
  readonly step: number;
  /** The visible units that are on, ascending. */
  visible(): Uint32Array;
  /** The hidden units that were on in the last step, ascending. */
  hidden(): Uint32Array;
  /** F(v) of the visible units, in nats: −log p(v) up to a constant. */
  freeEnergy(): number;
  /**
   * Moves the chain on: each step samples all hidden units, then all visible ones.
   *
   * @param steps - 0 or more
   * @throws {HarmoniumError} `option-range`
   */
  run(steps: number): void;
  /**
   * Sets the visible units.
   *
   * @param on - those that are on, ascending, each from 0 to `rbm.visible` − 1
   * @throws {HarmoniumError} `option-range`
   */
  set(on: ArrayLike<number>): void;
}

/**
 * Starts a chain from noise: each visible unit is on with the probability that its bias alone gives. The machine's parameters
 * must not change while the chain is in use.
 *
 * @throws {HarmoniumError} `option-range`; `length` or `model-weights` for an invalid machine
 */
export function openChain(rbm: Rbm, options: OpenChainOptions = {}): Chain {
  checkObject('options', options, 'options');
  const { seed = 1, index = 0, temperature = 1 } = options;
  checkInteger('index', index, 0, 2147483647);
  const sampler = createSampler(rbm, temperature, options.kernels);
  const chain = createChain(sampler, seedState(seed), index);
  startFromNoise(chain, sampler);
  const input = new Float64Array(rbm.hidden);
  return {
    rbm,
    get step() {
      return chain.step;
    },
    visible: () => unitsOf(chain.visible),
    hidden: () => unitsOf(chain.hidden),
    freeEnergy: () => freeEnergyOfUnits(rbm, chain.visible.active, chain.visible.count, input),
    run: (steps) => runChain(chain, sampler, steps),
    set(on) {
      for (let n = 0; n < on.length; n++) {
        checkInteger('on', on[n], 0, rbm.visible - 1);
        if (n > 0 && on[n] <= on[n - 1]) refuse('on', 'units that ascend', `${on[n]} after ${on[n - 1]}`);
      }
      chain.visible.active.set(on);
      chain.visible.count = on.length;
    },
  };
}

function unitsOf({ active, count }: ActiveUnits): Uint32Array {
  return active.slice(0, count);
}
