/**
 * The library's functions that take kernels: the same results by all, and a refusal of what are none.
 *
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  type EpochRecord,
  type FitOptions,
  fitRbm,
  type Kernels,
  logLikelihood,
  openChain,
  type Rbm,
  sample,
} from '../../src/index.ts';
import { openLanes } from '../../src/lanes/index.ts';
import { createLadder } from '../../src/rbm/sampling/ladder.ts';
import { createSampler } from '../../src/rbm/sampling/sampler.ts';
import { toyMachine, toyRows } from '../reference/toy.ts';

/** What a function gives by plain kernels, and on lanes. */
function both<T>(run: (kernels: Kernels | undefined) => T): T[] {
  const lanes = openLanes();
  expect(lanes).toBeDefined();
  return [undefined, lanes].map(run);
}

describe('kernels as an option', () => {
  const gray = Array.from({ length: 40 }, (_, r) =>
    Array.from({ length: 9 }, (_unused, c) => ((r * 5 + c * 3) % 9) / 8),
  );
  const fits: Record<string, [rows: number[][], options: FitOptions]> = {
    'bits, against chains': [toyRows(50, 70, 1, 0.2), { hidden: 17, chains: 9, centred: true, averaging: 0.5 }],
    'bits, by contrastive divergence': [
      toyRows(50, 70, 2, 0.2),
      { hidden: 17, chains: 0, centred: false, sparsity: 0 },
    ],
    'gray values, drawn anew in each epoch': [gray, { hidden: 6, statistics: 'samples' }],
  };
  it.each(Object.entries(fits))('fit the same machine: %s', (_name, [rows, options]) => {
    const [plain, onLanes] = both((kernels): [Rbm, EpochRecord[]] => {
      const records: EpochRecord[] = [];
      const onEpoch = (record: EpochRecord): void => void records.push(record);
      return [fitRbm(rows, { epochs: 6, batch: 7, seed: 'fit', ...options, kernels, onEpoch }).rbm, records];
    });
    expect(onLanes).toEqual(plain);
    expect(plain[1]).toHaveLength(6);
  });

  it('sample the same rows, and find rows as likely', () => {
    const rbm = toyMachine(30, 25, 3, 0.5);
    const [plain, onLanes] = both((kernels) => {
      const { data } = sample({ rbm }, 40, { gibbs: 30, temperature: 1.2, seed: 's', kernels });
      return { data, likelihood: logLikelihood({ rbm }, toyRows(20, 30, 1), { betas: 40, chains: 10, kernels }) };
    });
    expect(onLanes).toEqual(plain);
  });

  it.each([{ name: 'fast' }, 'lanes', 3, null])('have to be those of openLanes: %j', (given) => {
    const kernels = given as Kernels;
    const rbm = toyMachine(5, 3, 1);
    const refused = { code: 'option-range', option: 'kernels' };
    for (const call of [
      () => openChain(rbm, { kernels }),
      () => createSampler(rbm, 1, kernels),
      () => createLadder(rbm, 1, 2, 3, kernels),
      () => sample({ rbm }, 3, { kernels }),
      () => fitRbm(toyRows(9, 5, 1), { kernels }),
    ]) {
      expect(call).toThrow(expect.objectContaining(refused));
    }
  });
});
