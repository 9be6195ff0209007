/**
 * The parts of a CD-1 step in plain TypeScript, each for a whole batch.
 *
 * @module
 */
import { activeBits } from '#internal/math/bits/active-bits';
import { PURPOSE, streamKey } from '#internal/math/random/random';
import { seedState } from '#internal/math/random/seed-state';
import { sortPhases, sumRow } from '#internal/rbm/kernels/gradient';
import { visibleSums } from '#internal/rbm/kernels/visible-sums';
import { copyRbm } from '#internal/rbm/rbm';
import { type ActiveUnits, createUnits } from '#internal/rbm/sampling/active-units';
import { computeHiddenInput, sampleHidden, sampleVisible } from '#internal/rbm/sampling/plain-sampler';
import {
  createPlainLearner,
  learnBatch,
  type PlainLearner,
  startStep,
  visibleTile,
} from '#internal/rbm/training/plain-learner';
import { timed } from '../alternate.ts';
import { hash } from '../ours.ts';
import { OURS } from '../report.ts';
import { type Scene, sceneName, type Work, type Workshop } from '../work.ts';
import type { BenchCase } from './bench-case.ts';

/** An example's layers, and the stream of its random numbers. */
interface Example {
  readonly data: ActiveUnits;
  readonly hidden: ActiveUnits;
  /** Room for the visible units that fire. */
  readonly fired: ActiveUnits;
  readonly key: Uint32Array;
}

/** A batch and all that its parts need. */
interface Bench {
  readonly work: Work;
  readonly examples: readonly Example[];
  /** Of a copy of the work's machine; it has learnt the batch once, at a rate of 0, so that its phases are there. */
  readonly learner: PlainLearner;
}

/** A rate of 0 costs the same as another and leaves the weights as they are. */
const STILL = { rate: 0, momentum: 0, decay: 0 };

/**
 * Visible to hidden; hidden to visible, sums alone and sampled; the gradient of all rows; and the update with the gradient in it.
 */
export function kernelCases(workshop: Workshop, scene: Scene): BenchCase[] {
  let bench: Bench | undefined;
  const kernel = (name: string, step: (bench: Bench) => void, output: (bench: Bench) => number): BenchCase => ({
    name: `plain ${name} ${sceneName(scene)}`,
    contestants: () => {
      bench ??= prepare(workshop.work(scene));
      const ready = bench;
      const checksum = (): number => {
        step(ready);
        return output(ready);
      };
      return [{ implementation: OURS, run: timed(() => step(ready)), checksum }];
    },
  });
  return [
    kernel('v to h', toHidden, ({ learner }) => hash(learner.sampler.workspace.hiddenInput)),
    kernel('h to v', toVisible, ({ learner }) => hash(learner.sampler.workspace.visibleSums)),
    kernel('sampling', sample, ({ examples }) =>
      hash(...examples.map(({ fired: { active, count } }) => active.slice(0, count))),
    ),
    kernel('gradient', sumGradient, ({ learner }) => hash(learner.gradient.counts)),
    kernel('update', update, ({ learner }) => hash(learner.sampler.rbm.w, learner.sampler.rbm.bv)),
  ];
}

function toHidden({ learner: { sampler }, examples }: Bench): void {
  for (const { data } of examples) computeHiddenInput(sampler, data);
}

function toVisible({ learner: { sampler }, examples }: Bench): void {
  const { packed, rbm, workspace } = sampler;
  for (const { hidden } of examples)
    visibleSums(workspace.visibleSums, packed, packed.biases, hidden.active, hidden.count, rbm.hidden);
}

function sample({ learner: { sampler }, examples }: Bench): void {
  for (const { fired, hidden, key } of examples) sampleVisible(fired, sampler, hidden, key);
}

function sumGradient({ work, learner }: Bench): void {
  sortPhases(learner.gradient, learner.phases, work.batch, work.batch);
  for (let i = 0; i < work.rbm.visible; i++) sumRow(learner, i);
}

function update({ work, learner }: Bench): void {
  startStep(learner, work.batch, STILL);
  visibleTile(learner, 0, learner.sampler.packed.blocks);
}

function prepare(work: Work): Bench {
  const seed = seedState('bench');
  const learner = createPlainLearner(copyRbm(work.rbm), seed, work.batch, 'samples', 0);
  const order = Uint32Array.from({ length: work.batch }, (_, row) => row);
  learnBatch(learner, work.rows, order, 0, work.batch, { cd: 1, epoch: 0 }, STILL);
  return { work, examples: examplesOf(work, learner, seed), learner };
}

function examplesOf({ rbm, batch, rows }: Work, { sampler }: PlainLearner, seed: Uint32Array): Example[] {
  return Array.from({ length: batch }, (_, row) => {
    const key = new Uint32Array(2);
    streamKey(key, seed, PURPOSE.chain, row, 0);
    const data = createUnits(rbm.visible);
    const hidden = createUnits(rbm.hidden);
    data.count = activeBits(data.active, rows, row);
    computeHiddenInput(sampler, data);
    sampleHidden(hidden, sampler, key);
    return { data, hidden, fired: createUnits(rbm.visible), key };
  });
}
