/**
 * Chains of annealed importance sampling on lanes.
 *
 * @module
 */
import { type Annealing, createPlainWalk, strengthAt, type Walk } from '../rbm/diagnostics/annealed-importance.ts';
import type { Rbm } from '../rbm/rbm.ts';
import { createMachine, viewOf } from './lane-machine.ts';

/** As `createPlainWalk`. */
export function createLaneWalk(rbm: Rbm, annealing: Annealing): Walk {
  const { visible, hidden } = rbm;
  const { base, betas, seed } = annealing;
  const sizes = { visible, hidden, examples: 0, chains: 1, threads: 1, averaged: false, betas };
  const machine = createMachine(rbm, sizes, 1, false);
  if (machine === undefined) return createPlainWalk(rbm, annealing);
  const { kernels, layout } = machine;
  const { addresses } = layout;
  viewOf(machine, Uint32Array, 'seed', 4).set(seed);
  viewOf(machine, Float32Array, 'baseBiases', visible).set(base);
  const strengths = viewOf(machine, Float64Array, 'strengths', betas + 1);
  for (let k = 0; k <= betas; k++) strengths[k] = strengthAt(k, betas);
  const list = viewOf(machine, Uint32Array, 'modelLists', visible);
  kernels.setupAnnealing(
    addresses.turnedWeights,
    addresses.baseBiases,
    addresses.strengths,
    addresses.modelLists,
    addresses.hiddenList,
    addresses.hiddenInput,
    addresses.layerInput,
  );
  return {
    up: (chain) => kernels.annealUp(chain, betas),
    down(chain, start) {
      list.set(start);
      return kernels.annealDown(chain, betas, start.length);
    },
  };
}
