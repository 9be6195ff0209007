/**
 * Figures of tiny machines beside plain enumeration of their states.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  createRbm,
  freeEnergy,
  logLikelihood,
  pseudoLikelihood,
  type Rbm,
  reconstruct,
  sample,
  transform,
} from '../../src/index.ts';
import { freeEnergyOfUnits } from '../../src/rbm/kernels/free-energy.ts';
import { hiddenInput } from '../../src/rbm/kernels/hidden-input.ts';
import { valuesHiddenInput } from '../../src/rbm/kernels/value-rows.ts';
import { allStates, modelMeans, partitionOverVisible, visibleWeight } from '../reference/enumeration.ts';
import { toyMachine } from '../reference/toy.ts';

const SIZES: readonly (readonly [visible: number, hidden: number, scale: number])[] = [
  [1, 1, 3],
  [5, 3, 2],
  [4, 7, 1],
];

describe.each(SIZES)('a machine of %d × %d units, weights ±%d', (visible, hidden, scale) => {
  const rbm = toyMachine(visible, hidden, 7, scale);
  const states = allStates(visible);

  it('transform: the probability of each hidden unit', () => {
    const { data, shape, get } = transform({ rbm }, states);
    expect(shape).toEqual([states.length, hidden]);
    for (const [row, v] of states.entries()) {
      for (let j = 0; j < hidden; j++) {
        const input = v.reduce((sum, on, i) => sum + on * rbm.w[i * hidden + j]!, rbm.bh[j]!);
        expect(get(row, j)).toBe(data[row * hidden + j]);
        expect(get(row, j)).toBeCloseTo(1 / (1 + Math.exp(-input)), 6);
      }
    }
  });

  it('freeEnergy: −log of the weight of a row, all hidden states summed', () => {
    const energies = freeEnergy({ rbm }, states);
    for (const [row, v] of states.entries()) expect(energies[row]).toBeCloseTo(-Math.log(visibleWeight(rbm, v)), 10);
  });

  it('pseudoLikelihood: each unit given all others', () => {
    const found = pseudoLikelihood({ rbm }, states);
    for (const [row, v] of states.entries()) {
      let sum = 0;
      for (let i = 0; i < visible; i++) {
        const other = v.map((on, n) => (n === i ? 1 - on : on));
        sum += Math.log(visibleWeight(rbm, v) / (visibleWeight(rbm, v) + visibleWeight(rbm, other)));
      }
      expect(found[row]).toBeCloseTo(sum, 10);
    }
  });

  it('logLikelihood: within its error of the exact one', () => {
    const logZ = Math.log(partitionOverVisible(rbm));
    const found = logLikelihood({ rbm }, states, { betas: 300, chains: 200, burnIn: 100 });
    expect(found.standardError).toBeLessThan(0.15);
    expect(Math.abs(found.logPartition - logZ)).toBeLessThan(3 * found.standardError);
    for (const [row, v] of states.entries()) {
      expect(found.rows[row]).toBeCloseTo(Math.log(visibleWeight(rbm, v)) - found.logPartition, 10);
    }
    expect(found.mean).toBeCloseTo(found.rows.reduce((a, b) => a + b, 0) / states.length, 12);
    // The estimate of log Z is that of the machine, whatever the rows.
    const one = logLikelihood({ rbm }, states.slice(0, 1), { betas: 300, chains: 200, burnIn: 100 });
    expect(one.logPartition).toBe(found.logPartition);
  });
});

it('values between 0 and 1: both outcomes of a unit, the others as they are', () => {
  const rbm = toyMachine(3, 4, 2, 2);
  const v = [0.25, 1, 0.75];
  const weight = (row: readonly number[]): number => visibleWeight(rbm, row);
  let sum = 0;
  for (let i = 0; i < 3; i++) {
    const [on, off] = [1, 0].map((bit) => weight(v.map((p, n) => (n === i ? bit : p))));
    sum += v[i]! * Math.log(on! / (on! + off!));
    if (v[i]! < 1) sum += (1 - v[i]!) * Math.log(off! / (on! + off!));
  }
  expect(pseudoLikelihood({ rbm }, [v])[0]).toBeCloseTo(sum, 6);
  expect(freeEnergy({ rbm }, [v])[0]).toBeCloseTo(-Math.log(weight(v)), 6);
});

it('a log-likelihood of probabilities is at most the mean of the bits drawn from them', () => {
  const rbm = toyMachine(4, 3, 3, 3);
  const p = [0.25, 0.5, 1, 0.75];
  const mean = allStates(4).reduce((sum, v) => {
    const chance = v.reduce((product, on, i) => product * (on === 1 ? p[i]! : 1 - p[i]!), 1);
    return chance === 0 ? sum : sum - chance * freeEnergy({ rbm }, [v])[0]!;
  }, 0);
  expect(-freeEnergy({ rbm }, [p])[0]!).toBeLessThan(mean);
});

it('sums of bits are those of the kernels for bits, to the bit', () => {
  const rbm = toyMachine(40, 17, 5, 1.7);
  const values = Float32Array.from({ length: 40 }, (_, i) => ((i * 7) % 5 < 2 ? 1 : 0));
  const active = Uint32Array.from([...values.keys()].filter((i) => values[i] === 1));
  const [a, b] = [new Float64Array(17), new Float64Array(17)];
  valuesHiddenInput(a, values, rbm.w, rbm.bh);
  hiddenInput(b, active, active.length, rbm.w, rbm.bh);
  expect(a).toEqual(b);
  expect(freeEnergy({ rbm }, [values])[0]).toBe(freeEnergyOfUnits(rbm, active, active.length, b));
});

/** Six standard errors of a share of this many draws. */
function slack(count: number): number {
  return 6 * Math.sqrt(0.25 / count);
}

describe('chances', () => {
  const rbm: Rbm = toyMachine(5, 4, 11, 1);
  it('sample: the means are the machine’s', () => {
    const count = 4000;
    const { data, shape } = sample({ rbm }, count, { gibbs: 60, seed: 'means' });
    expect(shape).toEqual([count, 5]);
    for (const [i, mean] of modelMeans(rbm).bv.entries()) {
      let on = 0;
      for (let n = 0; n < count; n++) on += data[n * 5 + i]!;
      expect(Math.abs(on / count - mean)).toBeLessThan(slack(count));
    }
  });

  it('sample: at a low temperature the likeliest row', () => {
    const one = createRbm(3, 2);
    one.bv.set([2, -2, 2]);
    expect([...sample({ rbm: one }, 1, { temperature: 0.05 }).data]).toEqual([1, 0, 1]);
  });

  it('sample: chain c starts at row c mod rows, probabilities drawn', () => {
    const from = [
      [1, 0, 1, 0, 0.5],
      [0, 0, 0, 1, 0.5],
    ];
    const { data, get } = sample({ rbm }, 400, { gibbs: 0, from });
    let on = 0;
    for (let n = 0; n < 400; n++) {
      expect([...data.subarray(5 * n, 5 * n + 4)]).toEqual(from[n % 2]!.slice(0, 4));
      on += get(n, 4);
    }
    expect(Math.abs(on / 400 - 0.5)).toBeLessThan(slack(400));
  });

  it('reconstruct: the mean over hidden states is that of p(v | h) under p(h | row)', () => {
    const row = [1, 0, 0, 1, 1];
    const p = transform({ rbm }, [row]).data;
    const rows = Array.from({ length: 3000 }, () => row);
    const { data, shape } = reconstruct({ rbm }, rows, { seed: 'means' });
    expect(shape).toEqual([3000, 5]);
    for (let i = 0; i < 5; i++) {
      let expected = 0;
      for (const h of allStates(4)) {
        const chance = h.reduce((product, on, j) => product * (on === 1 ? p[j]! : 1 - p[j]!), 1);
        const input = h.reduce((sum, on, j) => sum + on * rbm.w[i * 4 + j]!, rbm.bv[i]!);
        expected += chance / (1 + Math.exp(-input));
      }
      let found = 0;
      for (let n = 0; n < 3000; n++) found += data[n * 5 + i]! / 3000;
      expect(Math.abs(found - expected)).toBeLessThan(slack(3000));
    }
  });
});
