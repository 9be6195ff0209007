/**
 * One CD-1 step and one Gibbs step of a batch, as this library does them: the only place that knows how.
 *
 * @module
 */
import { openLanes } from '#internal/lanes/lanes';
import { activeBits } from '#internal/math/bits/active-bits';
import { crc32 } from '#internal/math/bits/crc32';
import { seedState } from '#internal/math/random/seed-state';
import type { Kernels } from '#internal/rbm/kernels/kernels';
import { copyRbm, type Rbm } from '#internal/rbm/rbm';
import { createChain, type GibbsChain } from '#internal/rbm/sampling/gibbs-chain';
import { createSampler } from '#internal/rbm/sampling/sampler';
import { createLearner } from '#internal/rbm/training/learner';
import { OURS, PLAIN } from './report.ts';
import type { Work } from './work.ts';

/** Our implementations: the kernels of each. Where there are no lanes both are plain. */
export const IMPLEMENTATIONS: readonly (readonly [name: string, kernels: Kernels | undefined])[] = [
  [OURS, openLanes()],
  [PLAIN, undefined],
];

/** A batch that is learnt over and over. `step` learns it once; the machine is a copy of the work's. */
export function cd1(work: Work, rate: number, seed: string, kernels?: Kernels): { rbm: Rbm; step: () => void } {
  const learner = createLearner(
    copyRbm(work.rbm),
    seedState(seed),
    work.batch,
    'samples',
    0,
    undefined,
    false,
    kernels,
  );
  const order = Uint32Array.from({ length: work.batch }, (_, row) => row);
  let epoch = 0;
  const step = (): void => {
    const contrasting = { cd: 1, epoch: epoch++ };
    learner.learn(work.rows, order, 0, work.batch, contrasting, { rate, momentum: 0, decay: 0 });
  };
  return { rbm: learner.rbm, step };
}

/** Chains that start at the batch's windows, one each. */
export interface Chains {
  readonly chains: readonly GibbsChain[];
  /** Moves every chain one Gibbs step on. */
  readonly step: () => void;
  /** Puts every chain back to its window. */
  readonly restart: () => void;
}

/** Chains for a batch. */
export function gibbs(work: Work, seed: string, kernels?: Kernels): Chains {
  const state = seedState(seed);
  const sampler = createSampler(work.rbm, 1, kernels);
  const chains = Array.from({ length: work.batch }, (_, row) => createChain(sampler, state, row));
  const restart = (): void => {
    for (const [row, { visible }] of chains.entries()) visible.count = activeBits(visible.active, work.rows, row);
  };
  const step = (): void => sampler.run(chains, 1);
  restart();
  return { chains, step, restart };
}

/** Adds up how many chains have each visible unit on. `sums`: shape [visible]. */
export function addVisible(sums: Float32Array, chains: readonly GibbsChain[]): void {
  for (const { visible } of chains) for (let n = 0; n < visible.count; n++) sums[visible.active[n]]++;
}

/** CRC-32 of the bytes of arrays, one after another. */
export function hash(
  ...arrays: readonly (Float32Array | Float64Array | Uint32Array | Int32Array | Uint8Array)[]
): number {
  const parts = arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return crc32(Buffer.concat(parts));
}
