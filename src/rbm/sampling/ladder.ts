/**
 * A temperature ladder: a chain begins hot, where it moves freely, and cools down to where it is to sample.
 *
 * With units held a chain may sit in a state that suits a part of them only; at twice the temperature it leaves it within a
 * few steps. Source: Kirkpatrick, Gelatt & Vecchi (1983), "Optimization by simulated annealing".
 *
 * @module
 */
import { checkInteger, checkNumber } from '../../check.ts';
import { atOnce, type InParts } from '../../in-parts.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { Rbm } from '../rbm.ts';
import { type Clamp, runClampedChain } from './clamp.ts';
import type { GibbsChain } from './gibbs-chain.ts';
import { createSampler, type Sampler } from './sampler.ts';

/** Samplers of one machine, the hottest first; the last is at the temperature wanted. */
export type Ladder = readonly Sampler[];

/**
 * A ladder down to `temperature`, its rungs evenly spaced.
 *
 * @param temperature - the lowest, 0.01–100
 * @param hottest - the highest as a multiple of it, 1–100; the product at most 100
 * @param rungs - how many temperatures, 1–32; a single one is `temperature` itself
 * @throws {HarmoniumError} `option-range`
 */
export function createLadder(rbm: Rbm, temperature: number, hottest: number, rungs: number, kernels?: Kernels): Ladder {
  checkNumber('temperature', temperature, 0.01, 100);
  checkNumber('hottest', hottest, 1, 100 / temperature);
  checkInteger('rungs', rungs, 1, 32);
  return Array.from({ length: rungs }, (_, n) => {
    const above = rungs === 1 ? 0 : (rungs - 1 - n) / (rungs - 1);
    return createSampler(rbm, temperature * (1 + (hottest - 1) * above), kernels);
  });
}

/**
 * Moves a chain `steps` Gibbs steps on, down the ladder: each rung but the last takes an equal share of the first half of
 * the steps, whole steps only, the last takes what is left.
 *
 * @throws {HarmoniumError} as `runClampedChain`
 */
export function runLadder(chain: GibbsChain, ladder: Ladder, clamp: Clamp, steps: number): void {
  atOnce(runLadderInParts(chain, ladder, clamp, steps));
}

/** {@link runLadder} in parts: it yields after each step. */
export function* runLadderInParts(chain: GibbsChain, ladder: Ladder, clamp: Clamp, steps: number): InParts<void> {
  const hot = ladder.length - 1;
  const share = hot === 0 ? 0 : Math.floor(steps / 2 / hot);
  let done = 0;
  for (const [n, sampler] of ladder.entries()) {
    const end = n < hot ? share * (n + 1) : steps;
    // A rung of no steps puts the held units in place all the same.
    if (done === end) runClampedChain(chain, sampler, clamp, 0);
    while (done < end) {
      runClampedChain(chain, sampler, clamp, 1);
      yield ++done / steps;
    }
  }
}
