/**
 * Training on arrays of 0 and 1: the twin of `rbm/trainer`, with its addresses of random numbers and its schedule.
 *
 * @module
 */
import { PURPOSE, streamKey, uniform } from '../../src/math/random.ts';
import { seedState } from '../../src/math/seed-state.ts';
import type { Rbm } from '../../src/rbm/rbm.ts';
import { shuffledOrder } from '../../src/rbm/row-sets.ts';
import type { TrainingOptions } from '../../src/rbm/trainer.ts';
import { denseCdGradient } from './cd-gradient.ts';
import { updatedParameter } from './update.ts';

/** Trains `rbm` in place for epochs 0 to `epochs` − 1 of the schedule in `options`. `groups`: first rows, and the end. */
export function denseTrain(
  rbm: Rbm,
  rows: readonly (readonly number[])[],
  groups: readonly number[],
  options: TrainingOptions,
  epochs: number,
): void {
  const seed = seedState(options.seed);
  const velocity = { w: rbm.w.map(() => 0), bv: rbm.bv.map(() => 0), bh: rbm.bh.map(() => 0) };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const along = options.epochs === 1 ? 0 : epoch / (options.epochs - 1);
    const rate = options.rate + (options.finalRate - options.rate) * along;
    const momentum = epoch < 5 && options.momentum > 0.5 ? 0.5 : options.momentum;
    for (const batch of batches(rows.length, groups, options, seed, epoch)) {
      const examples = batch.map((row) => rows[row]);
      const gradient = denseCdGradient(
        rbm,
        examples,
        batch,
        options.cd,
        options.statistics,
        (example, round, units) => {
          const key = new Uint32Array(2);
          streamKey(key, seed, PURPOSE.training, example, epoch * 2048 + round);
          return Array.from({ length: units }, (_, n) => uniform(key[0], key[1], n));
        },
      );
      for (const part of ['w', 'bv', 'bh'] as const) {
        const step = { rate, momentum, decay: part === 'w' ? options.decay : 0 };
        for (let n = 0; n < rbm[part].length; n++) {
          const [parameter, move] = updatedParameter(
            rbm[part][n],
            velocity[part][n],
            gradient[part][n],
            batch.length,
            step,
          );
          rbm[part][n] = parameter;
          velocity[part][n] = move;
        }
      }
    }
  }
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
