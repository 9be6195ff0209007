/**
 * Learns one batch over and over: alone, then in turns with three machines of other sizes, then with the two mixed. Prints what
 * a step takes. Between the lines `steady` and `done` there are a thousand steps in which the garbage collector is not called
 * and no code is thrown away, as Node tells:
 *
 *     npx tsc -b bench && node --expose-gc --trace-gc --trace-deopt .build/bench/steady.js | sed -n /steady/,/done/p
 *
 * @module
 */
import { openLanes } from '#internal/lanes/lanes';
import { seedState } from '#internal/math/random/seed-state';
import { createRbm, drawWeights } from '#internal/rbm/rbm';
import { createLearner } from '#internal/rbm/training/learner';
import { spreadOf } from './statistics.ts';

/** `--plain` measures the plain kernels. */
const kernels = process.argv.includes('--plain') ? undefined : openLanes();
const WARM_UP = 3000;
const STEPS = 1000;

/** What learns one batch of windows in which one unit in 32 is on. */
function student(visible: number, hidden: number, batch: number): () => void {
  const rbm = createRbm(visible, hidden);
  drawWeights(rbm, hidden, 0, 0.01);
  rbm.bv.fill(-3);
  const order = Uint32Array.from({ length: batch }, (_, row) => row);
  const rows = { bits: new Uint32Array(visible * batch), starts: order.map((row) => row * visible), columns: visible };
  for (let word = 0; word < (visible * batch) >> 5; word++) rows.bits[word] = 1 << (Math.imul(word, 0x9e3779b9) >>> 27);
  const learner = createLearner(rbm, seedState('steady'), batch, 'samples', 0, undefined, false, kernels);
  const contrasting = { cd: 1, epoch: 0 };
  const step = { rate: 0.001, momentum: 0, decay: 0 };
  return () => {
    contrasting.epoch++;
    learner.learn(rows, order, 0, batch, contrasting, step);
  };
}

const times = new Float64Array(STEPS);

/** The median of a step's time, in milliseconds, while others take a step each after it. */
function time(learn: () => void, others: readonly (() => void)[]): number {
  for (let n = 0; n < STEPS; n++) {
    const start = performance.now();
    learn();
    times[n] = performance.now() - start;
    for (const other of others) other();
  }
  return spreadOf([...times]).median;
}

const first = student(2340, 50, 9);
for (let n = 0; n < WARM_UP; n++) first();
// What the warm-up has left on the heap is not the steps' to clear away.
globalThis.gc?.();
process.stdout.write('steady\n');
for (let n = 0; n < STEPS; n++) first();
process.stdout.write('done\n');
const alone = time(first, []);
const others = [student(156, 16, 9), student(2496, 64, 9), student(700, 7, 3)];
time(first, others);
const among = time(first, others);
const after = time(first, []);
process.stdout.write(
  `alone ${alone.toFixed(3)} ms, in turns with three others ${among.toFixed(3)}, alone again ${after.toFixed(3)}\n`,
);
