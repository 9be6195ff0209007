/**
 * Training by the plain twins: `rbm/training/trainer` with its addresses of random numbers and its schedule.
 *
 * @module
 */
import { PURPOSE } from '../../src/math/random/random.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { shuffledOrder } from '../../src/rbm/training/row-sets.ts';
import type { TrainingOptions } from '../../src/rbm/training/trainer.ts';
import { onesOf } from './bits.ts';
import { plainContrast, plainGradient } from './contrast.ts';
import { trainingUniforms } from './uniforms.ts';
import { plainUpdate } from './update.ts';

/**
 * Trains `rbm` in place for epochs 0 to `epochs` − 1 of the schedule in `options`.
 *
 * @param rows - 0 and 1
 * @param groups - first rows, and the end
 * @returns the bits of each epoch's reconstructions that were wrong
 */
export function plainTrain(
  rbm: Rbm,
  rows: readonly (readonly number[])[],
  groups: readonly number[],
  options: TrainingOptions,
  epochs: number,
): number[] {
  const seed = seedState(options.seed);
  const velocity = { w: rbm.w.map(() => 0), bv: rbm.bv.map(() => 0), bh: rbm.bh.map(() => 0) };
  const gradient = plainGradient(rbm);
  return Array.from({ length: epochs }, (_, epoch) => {
    const along = options.epochs === 1 ? 0 : epoch / (options.epochs - 1);
    const rate = options.rate + (options.finalRate - options.rate) * along;
    const momentum = epoch < 5 && options.momentum > 0.5 ? 0.5 : options.momentum;
    const uniforms = trainingUniforms(seed, epoch);
    let wrong = 0;
    for (const batch of batches(rows.length, groups, options, seed, epoch)) {
      for (const row of batch) {
        const data = onesOf(rows[row]);
        const rebuilt = new Set(plainContrast(gradient, rbm, data, options.cd, options.statistics, uniforms, row));
        wrong += rows[row].filter((bit, i) => bit !== Number(rebuilt.has(i))).length;
      }
      plainUpdate(rbm, velocity, gradient, batch.length, { rate, momentum, decay: options.decay });
    }
    return wrong;
  });
}

function batches(
  count: number,
  groups: readonly number[],
  { batch, order }: TrainingOptions,
  seed: Uint32Array,
  epoch: number,
): number[][] {
  const runs: number[][] = [];
  if (order === 'shuffled') {
    runs.push([...shuffledOrder(count, seed, PURPOSE.shuffle, epoch)]);
  } else {
    for (let g = 0; g + 1 < groups.length; g++) {
      runs.push(Array.from({ length: groups[g + 1] - groups[g] }, (_, n) => groups[g] + n));
    }
  }
  const all: number[][] = [];
  for (const run of runs) for (let at = 0; at < run.length; at += batch) all.push(run.slice(at, at + batch));
  return all;
}
