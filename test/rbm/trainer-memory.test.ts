import { describe, expect, it } from 'vitest';
import { setBit } from '../../src/math/bits/bit-rows.ts';
import { createRbm, drawWeights } from '../../src/rbm/rbm.ts';
import {
  createTrainer,
  type EpochRecord,
  type TrainerInternals,
  type TrainingOptions,
  trainEpochInBatches,
} from '../../src/rbm/training/trainer.ts';
import { restoreTrainerState, type TrainerState, trainerStateOf } from '../../src/rbm/training/trainer-state.ts';

const OPTIONS: TrainingOptions = {
  seed: 'memory',
  epochs: 7,
  batch: 4,
  rate: 0.3,
  finalRate: 0.05,
  momentum: 0.8,
  decay: 0.001,
  cd: 2,
  statistics: 'samples',
  chains: 0,
  centred: false,
  sparsity: 0,
  averaging: 0,
  mostGap: 0,
  order: 'shuffled',
};

/** A trainer of 22 rows of 12 bits in two groups. */
function trainer(options: Partial<TrainingOptions> = {}): TrainerInternals {
  const bits = new Uint32Array(9);
  for (let bit = 0; bit < 12 * 22; bit++) if ((bit * bit) % 7 < 3) setBit(bits, bit);
  const rows = {
    bits,
    columns: 12,
    starts: Uint32Array.from({ length: 22 }, (_, row) => row * 12),
    groups: Uint32Array.of(0, 9, 22),
  };
  const rbm = createRbm(12, 6);
  drawWeights(rbm, 'memory', 0, 0.1);
  return createTrainer(rbm, rows, rows, { ...OPTIONS, ...options });
}

/** Trains so many batches on, or to the end. */
function batches(given: TrainerInternals, count = Number.POSITIVE_INFINITY): EpochRecord[] {
  const records: EpochRecord[] = [];
  let left = count;
  while (left > 0 && !given.done) {
    const epoch = trainEpochInBatches(given);
    let next = epoch.next();
    while (next.done !== true && --left > 0) next = epoch.next();
    if (next.done === true) records.push(next.value);
  }
  return records;
}

const copied = (memory: TrainerState): TrainerState => structuredClone(memory);

describe('a trainer that is left after a batch', () => {
  it.each([
    {},
    { order: 'groups' },
    { momentum: 0, decay: 0 },
    { statistics: 'probabilities' },
    { chains: 5, momentum: 0.5 },
    { chains: 3, centred: true, sparsity: 0.1, averaging: 0.6 },
    { averaging: 1, mostGap: 0.001 },
  ] as const)('is taken up by another to the same bits: %o', (options) => {
    const whole = trainer(options);
    const records = batches(whole);
    const last = copied(trainerStateOf(whole));
    for (let count = 1; count < 50; count++) {
      const first = trainer(options);
      batches(first, count);
      const memory = copied(trainerStateOf(first));
      const second = trainer(options);
      restoreTrainerState(second, memory);
      const rest = batches(second);
      expect(trainerStateOf(second)).toEqual(last);
      expect(rest).toEqual(records.slice(records.length - rest.length));
    }
  });

  it('remembers the middle of an epoch', () => {
    const half = trainer();
    batches(half, 8);
    expect(trainerStateOf(half).numbers).toMatchObject({ epoch: 1, learnt: 8 });
    expect(trainerStateOf(half).numbers['wrong']).toBeGreaterThan(0);
  });
});

describe('what no trainer of this kind remembers', () => {
  const good = copied(trainerStateOf(trainer()));
  const numbers = (change: Record<string, number>): TrainerState => ({
    ...good,
    numbers: { ...good.numbers, ...change },
  });
  const arrays = (change: TrainerState['arrays']): TrainerState => ({
    ...good,
    arrays: { ...good.arrays, ...change },
  });

  it.each([
    ['more epochs than there are', numbers({ epoch: 8 }), "'epoch'"],
    ['half a batch', numbers({ learnt: 3 }), "'learnt'"],
    ['a batch after the last epoch', numbers({ epoch: 7, done: 1, learnt: 4 }), "'learnt'"],
    ['more wrong bits than there were', numbers({ learnt: 4, wrong: 49 }), "'wrong'"],
    ['an end before the end', numbers({ epoch: 7, done: 0 }), "'done'"],
    ['a number more', numbers({ chains: 1 }), 'chains'],
    ['an array less', { ...good, arrays: { w: good.arrays['w']! } }, 'velocity.w'],
    ['an array of another kind', arrays({ bh: new Float64Array(6) }), "'bh'"],
    ['an array of another length', arrays({ bh: new Float32Array(5) }), 'bh'],
  ])('%s', (_, memory, said) => {
    expect(() => restoreTrainerState(trainer(), memory)).toThrow(said);
  });
});
