/**
 * Lanes, and what they can be asked.
 *
 * @module
 */
import { isOnLanes } from '../../src/lanes/lane-learner.ts';
import { openLanes } from '../../src/lanes/lanes.ts';
import type { Kernels } from '../../src/rbm/kernels/kernels.ts';
import type { GibbsChain } from '../../src/rbm/sampling/gibbs-chain.ts';
import type { Sampler } from '../../src/rbm/sampling/sampler.ts';
import type { Learner } from '../../src/rbm/training/learner.ts';
import { NEWS } from '../../src/rbm/training/team-work.ts';

/** The kernels under test: every engine that runs tests has them. */
export function lanes(): Kernels {
  const kernels = openLanes();
  if (kernels === undefined) throw new Error('this engine has no WebAssembly with SIMD');
  return kernels;
}

/** Units to a nat of a learner's sums on lanes now; 0: they fit at no scale, and plain kernels learn. */
export function scaleOf(learner: Learner): number {
  if (!isOnLanes(learner)) throw new Error('not on lanes');
  // It is among the news for other threads.
  const news = new Float64Array(NEWS);
  const order = new Uint32Array(0);
  const update = { rate: 0, momentum: 0, decay: 0 };
  learner.work.lead(0, { rows: NO_ROWS, order, from: 0, to: 0, options: { cd: 1, epoch: 0 }, update }, news);
  return news[1];
}

const NO_ROWS = { bits: new Uint32Array(0), starts: new Uint32Array(0), columns: 0 };

/** Whether a sampler is a plain one. */
export function isPlain(sampler: Sampler): boolean {
  return 'packed' in sampler;
}

/** All that a chain is, in words that can be compared. */
export function stateOf({ visible, hidden, step, index }: GibbsChain): string {
  const [v, h] = [visible, hidden].map(({ active, count }) => active.subarray(0, count).join());
  return `${index}: ${step}: ${v} | ${h}`;
}
