import { describe, expect, it } from 'vitest';
import type { GroupedRows } from '../../src/math/bits/bit-rows.ts';
import { PURPOSE } from '../../src/math/random/random.ts';
import { seedState } from '../../src/math/random/seed-state.ts';
import { copyRbm, createRbm, drawWeights, type Rbm } from '../../src/rbm/rbm.ts';
import { checkRows, shuffledOrder } from '../../src/rbm/training/row-sets.ts';
import {
  createTrainer,
  type EpochRecord,
  type Trainer,
  type TrainingOptions,
  trainEpoch,
  trainEpochInBatches,
} from '../../src/rbm/training/trainer.ts';
import { packBits, packRows } from '../reference/bits.ts';
import { fingerprint } from '../reference/fingerprint.ts';
import { denseFreeEnergy } from '../reference/free-energy.ts';
import { mulberry32 } from '../reference/mulberry32.ts';
import { plainLearnPersistently, plainPersistent } from '../reference/persistent.ts';
import { grouped, toyMachine, toyRows } from '../reference/toy.ts';
import { plainTrain } from '../reference/train.ts';

const options: TrainingOptions = {
  seed: 'toy',
  epochs: 7,
  batch: 4,
  rate: 0.2,
  finalRate: 0.02,
  momentum: 0.9,
  decay: 0.01,
  cd: 1,
  statistics: 'probabilities',
  chains: 0,
  centred: false,
  sparsity: 0,
  averaging: 0,
  mostGap: 0,
  order: 'shuffled',
};

const dense = toyRows(13, 35, 1);
const rows = grouped(dense, 35, [6, 0, 1, 6]);
const none = grouped([], 35, []);

function run(trainer: Trainer, epochs: number): EpochRecord[] {
  return Array.from({ length: epochs }, () => trainEpoch(trainer));
}

/** The machine that these options make of the toy rows. */
function trained(chosen: TrainingOptions, learnt: GroupedRows = rows, start: Rbm = toyMachine(35, 6, 2)): Rbm {
  const rbm = copyRbm(start);
  run(createTrainer(rbm, learnt, none, chosen), chosen.epochs);
  return rbm;
}

/** What an epoch tells of its batches. */
function told(chosen: TrainingOptions): [number, number][] {
  const trainer = createTrainer(toyMachine(35, 6, 2), rows, none, chosen);
  return Array.from(trainEpochInBatches(trainer), (done) => [done, rows.starts.length]);
}

function refused(option: string): unknown {
  return expect.objectContaining({ code: 'option-range', option });
}

describe('the trainer', () => {
  const variants: Partial<TrainingOptions>[] = [
    {},
    { order: 'groups' },
    { statistics: 'samples', order: 'groups', momentum: 0, decay: 0, finalRate: 0.2 },
    { cd: 3, batch: 5, momentum: 0.3 },
    { batch: 1, epochs: 1, statistics: 'samples' },
    { batch: 32767, rate: 0, finalRate: 0.5 },
    { seed: 12, rate: 10, finalRate: 0 },
  ];
  it.each(variants)('takes the steps of the plain one, bit for bit: %o', (variant) => {
    const chosen = { ...options, ...variant };
    const twin = toyMachine(35, 6, 2);
    plainTrain(twin, dense, [0, 6, 6, 7, 13], chosen, chosen.epochs);
    expect(trained(chosen)).toEqual(twin);
  });

  it('does not mind how rows are packed', () => {
    const spread = { ...packRows(dense, 35, 7, 1), groups: rows.groups };
    expect(trained(options, spread)).toEqual(trained(options));
    // Rows cut out of one run, four bits apart, against the same rows one behind the other.
    const next = mulberry32(3);
    const bits = Array.from({ length: 35 + 4 * 12 }, () => (next() < 0.4 ? 1 : 0));
    const cut = Array.from({ length: 13 }, (_, row) => bits.slice(4 * row, 4 * row + 35));
    const overlapping = {
      bits: packBits(bits),
      starts: Uint32Array.from(cut, (_, row) => 4 * row),
      columns: 35,
      groups: rows.groups,
    };
    expect(trained(options, overlapping)).toEqual(trained(options, grouped(cut, 35, [6, 0, 1, 6])));
  });

  it('goes on from parameters, velocity and epoch to the same bits', () => {
    for (const stop of [1, 5, 6]) {
      const first = createTrainer(toyMachine(35, 6, 2), rows, none, options);
      run(first, stop);
      const second = createTrainer(copyRbm(first.rbm), rows, none, options);
      second.learner.velocity.w.set(first.learner.velocity.w);
      second.learner.velocity.bv.set(first.learner.velocity.bv);
      second.learner.velocity.bh.set(first.learner.velocity.bh);
      second.epoch = first.epoch;
      run(second, options.epochs - stop);
      expect(second.rbm).toEqual(trained(options));
    }
  });

  it('ends with frozen bits', () => {
    const rbm = createRbm(35, 6);
    drawWeights(rbm, options.seed, 0, 0.01);
    const { w, bv, bh } = trained(options, rows, rbm);
    expect([w, bv, bh].map(fingerprint)).toEqual(['7a93647e', '5ac727db', 'ed131228']);
  });

  it('depends on the seed', () => {
    expect(trained({ ...options, seed: 'other' })).not.toEqual(trained(options));
  });

  it('tells of each batch, none across two groups when they come in order', () => {
    const inGroups = [4, 6, 7, 11, 13].map((done) => [done, 13]);
    expect(told({ ...options, order: 'groups' })).toEqual(inGroups);
    expect(told(options)).toEqual([4, 8, 12, 13].map((done) => [done, 13]));
  });

  it('records the error and the free energies of an epoch', () => {
    const rbm = toyMachine(35, 6, 2);
    const watched = grouped(toyRows(3, 35, 4), 35, [3]);
    const trainer = createTrainer(rbm, rows, watched, options);
    const record = trainEpoch(trainer);
    const mean = (rowsOfBits: number[][]): number =>
      rowsOfBits.reduce((sum, row) => sum + denseFreeEnergy(rbm, row), 0) / rowsOfBits.length;
    expect(record).toEqual({
      epoch: 1,
      reconstructionError: expect.any(Number),
      freeEnergyTraining: mean(dense),
      freeEnergyHeldOut: mean(toyRows(3, 35, 4)),
    });
    expect(Number.isInteger(Math.round(record.reconstructionError * 13 * 1e6) / 1e6)).toBe(true);
    expect(trainer.epoch).toBe(1);
    expect(trainEpoch(createTrainer(rbm, rows, none, options))).toMatchObject({ freeEnergyHeldOut: undefined });
  });
});

describe('options out of range', () => {
  const cases: [keyof TrainingOptions, unknown[]][] = [
    ['epochs', [0, 1_000_001, 1.5, NaN]],
    ['batch', [0, 32_768, 2.5, NaN]],
    ['rate', [-0.1, 10.1, NaN, Infinity]],
    ['finalRate', [-0.1, 10.1, NaN]],
    ['momentum', [-0.1, 1, NaN]],
    ['decay', [-0.1, 1.1, NaN]],
    ['cd', [0, 1001, 1.5, NaN]],
    ['statistics', ['probability', '']],
    ['order', ['random', '']],
    ['seed', [0.5, NaN]],
  ];
  it.each(cases)('name %s', (option, values) => {
    for (const value of values) {
      const chosen = { ...options, [option]: value };
      expect(() => createTrainer(toyMachine(35, 6, 2), rows, none, chosen)).toThrow(
        expect.objectContaining({ code: 'option-range', option, got: String(value) }),
      );
    }
  });

  it('name rows that are none or of another width', () => {
    const rbm = toyMachine(35, 6, 2);
    const narrow = grouped(toyRows(2, 34, 1), 34, [2]);
    expect(() => createTrainer(rbm, none, none, options)).toThrow(refused('rows'));
    expect(() => createTrainer(rbm, narrow, none, options)).toThrow(refused('rows'));
    expect(() => createTrainer(rbm, rows, narrow, options)).toThrow(refused('heldOut'));
  });

  it('are refused in more epochs than there are to be', () => {
    const trainer = createTrainer(toyMachine(35, 6, 2), rows, none, { ...options, epochs: 2 });
    run(trainer, 2);
    const before = copyRbm(trainer.rbm);
    expect(() => trainEpoch(trainer)).toThrow(refused('epochs'));
    expect(trainer.rbm).toEqual(before);
  });
});

describe('learning', () => {
  const next = mulberry32(5);
  const patterns = toyRows(4, 48, 6, 0.3);
  const noisy = (count: number): number[][] =>
    Array.from({ length: count }, (_, n) => patterns[n % 4].map((bit) => (next() < 0.03 ? 1 - bit : bit)));
  const learnt = grouped(noisy(120), 48, [60, 60]);
  const watched = grouped(noisy(40), 48, [40]);
  const strange = toyRows(40, 48, 7, 0.3);

  it.each(['probabilities', 'samples'] as const)('four noisy patterns: %s', (statistics) => {
    const rbm = createRbm(48, 12);
    drawWeights(rbm, 'learn', 0, 0.01);
    const chosen = { ...options, statistics, seed: 'learn', epochs: 40, batch: 10, rate: 0.1, decay: 0.0001 };
    const records = run(createTrainer(rbm, learnt, watched, chosen), chosen.epochs);
    const first = records[0];
    const last = records[records.length - 1];
    // Each row has about 1.4 bits of noise, which nothing can reconstruct; sampling adds as much again.
    expect(first.reconstructionError).toBeGreaterThan(10);
    expect(last.reconstructionError).toBeLessThan(5);
    // Rows of the same kind stay as likely as those that were learnt; strange ones become far less so.
    const gap = (last.freeEnergyHeldOut ?? NaN) - last.freeEnergyTraining;
    const strangeness = strange.reduce((sum, row) => sum + denseFreeEnergy(rbm, row), 0) / strange.length;
    expect(gap).toBeLessThan(5);
    expect(strangeness - last.freeEnergyTraining).toBeGreaterThan(10 * Math.abs(gap));
  });
});

describe('rows that are not where they say', () => {
  it.each([
    ['a row beyond the bits', { starts: Uint32Array.of(0, 40) }, 'rows within 2 words'],
    ['groups that do not cover the rows', { groups: Uint32Array.of(0, 1) }, 'groups from 0 to 2'],
    ['groups that go back', { groups: Uint32Array.of(0, 2, 1, 2) }, 'groups that ascend'],
  ])('%s are refused', (_name, wrong, expected) => {
    const good = { bits: new Uint32Array(2), starts: Uint32Array.of(0, 32), columns: 32, groups: Uint32Array.of(0, 2) };
    expect(() => checkRows('rows', good, 32)).not.toThrow();
    expect(() => checkRows('rows', { ...good, ...wrong }, 32)).toThrow(
      expect.objectContaining({ option: 'rows', expected }),
    );
  });
});

describe('the trainer with persistent chains', () => {
  const persistent: TrainingOptions = { ...options, momentum: 0, chains: 5, centred: true };

  it('learns as the plain twin does', () => {
    const start = toyMachine(35, 6, 2);
    const plain = plainPersistent(copyRbm(start), dense, 5, true, seedState('toy'));
    for (let epoch = 0; epoch < 7; epoch++) {
      const order = [...shuffledOrder(13, seedState('toy'), PURPOSE.shuffle, epoch)];
      const step = { rate: 0.2 - (0.18 * epoch) / 6, momentum: 0, decay: 0.01, sparsity: 0 };
      for (let at = 0; at < 13; at += 4) {
        const batch = order.slice(at, at + 4);
        plainLearnPersistently(plain, dense, batch, 1, 'probabilities', epoch, seedState('toy'), step);
      }
    }
    const rbm = trained(persistent);
    // The rate of an epoch is not rounded alike by another formula: to float32, not to the bit.
    for (const part of ['w', 'bv', 'bh'] as const) {
      for (const [n, value] of rbm[part].entries()) expect(value).toBeCloseTo(plain.rbm[part][n], 5);
    }
  });

  it('tells bits that one Gibbs step gets wrong, whatever the batch', () => {
    const still = { ...persistent, rate: 0, finalRate: 0, decay: 0 };
    const [small, large] = [4, 13].map((batch) =>
      run(createTrainer(toyMachine(35, 6, 2), rows, none, { ...still, batch }), 2),
    );
    expect(large).toEqual(small);
    expect(small[0].reconstructionError).toBeGreaterThan(0);
    expect(small[0].reconstructionError).toBeLessThan(35);
  });

  it('ends with the mean of the machines after each update of the last epochs', () => {
    const snapshots: Rbm[] = [];
    const live = createTrainer(toyMachine(35, 6, 2), rows, none, persistent);
    for (let epoch = 0; epoch < 7; epoch++) {
      for (const _ of trainEpochInBatches(live)) if (epoch >= 4) snapshots.push(copyRbm(live.rbm));
    }
    const averaged = trained({ ...persistent, averaging: 0.4 });
    expect(snapshots.length).toBe(12);
    for (const part of ['w', 'bv', 'bh'] as const) {
      for (const [n, value] of averaged[part].entries()) {
        expect(value).toBe(Math.fround(snapshots.reduce((sum, rbm) => sum + rbm[part][n], 0) / 12));
      }
    }
  });

  it('ends early once the gap is too wide, and not before', () => {
    const heldOut = grouped(toyRows(6, 35, 9), 35, [6]);
    const wide = createTrainer(toyMachine(35, 6, 2), rows, heldOut, { ...persistent, mostGap: 0.5 });
    const records: EpochRecord[] = [];
    while (!wide.done) records.push(trainEpoch(wide));
    const gaps = records.map((record) => (record.freeEnergyHeldOut ?? 0) - record.freeEnergyTraining);
    expect(records.length).toBeLessThan(7);
    expect(gaps.at(-1)).toBeGreaterThan(0.5);
    for (const gap of gaps.slice(0, -1)) expect(gap).toBeLessThanOrEqual(0.5);
    expect(() => trainEpoch(wide)).toThrow(refused('epochs'));
    const never = createTrainer(toyMachine(35, 6, 2), rows, heldOut, { ...persistent, mostGap: 0 });
    expect(run(never, 7).length).toBe(7);
  });

  it.each([
    [{ chains: -1 }, 'chains'],
    [{ chains: 32768 }, 'chains'],
    [{ chains: 0 }, 'centred'],
    [{ chains: 0, centred: false, sparsity: 1 }, 'sparsity'],
    [{ sparsity: -1 }, 'sparsity'],
    [{ averaging: 1.1 }, 'averaging'],
    [{ mostGap: Number.NaN }, 'mostGap'],
  ] as const)('refuses %o', (chosen, option) => {
    expect(() => createTrainer(toyMachine(35, 6, 2), rows, none, { ...persistent, ...chosen })).toThrow(
      refused(option),
    );
  });
});
