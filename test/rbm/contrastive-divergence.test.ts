import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedState } from '../../src/math/random/seed-state.ts';
import type { HiddenStatistics } from '../../src/rbm/training/phases.ts';
import { onesOf } from '../reference/bits.ts';
import { plainContrast, plainGradient } from '../reference/contrast.ts';
import { toyMachine, toyRows } from '../reference/toy.ts';
import { trainingUniforms } from '../reference/uniforms.ts';
import { type FastGradient, fastGradient } from './fast.ts';

const seed = seedState('contrast');

function sumsOf({ w, bv, bh }: FastGradient): Int32Array[] {
  return [w, bv, bh];
}

describe('contrast', () => {
  const statistics = fc.constantFrom<HiddenStatistics>('probabilities', 'samples');
  const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 31, 32, 33, 65));

  it('is the plain gradient, bit for bit, for any number of steps', () => {
    const cd = fc.integer({ min: 1, max: 4 });
    const batch = fc.integer({ min: 1, max: 6 });
    const epoch = fc.constantFrom(0, 1, 999_999);
    fc.assert(
      fc.property(size, size, fc.integer(), cd, batch, statistics, epoch, (visible, hidden, n, k, count, kind, age) => {
        const rbm = toyMachine(visible, hidden, n, 2);
        const rows = toyRows(count, visible, n ^ 1);
        const lists = rows.map(onesOf);
        const numbers = rows.map((_, example) => 3 * example);
        const { gradient, reconstructions } = fastGradient(rbm, lists, numbers, k, kind, seed, age);
        const plain = plainGradient(rbm);
        const uniforms = trainingUniforms(seed, age);
        const rebuilt = lists.map((row, example) => plainContrast(plain, rbm, row, k, kind, uniforms, 3 * example));
        expect(reconstructions).toEqual(rebuilt);
        expect(sumsOf(gradient)).toEqual([plain.w, plain.bv, plain.bh].map((sums) => Int32Array.from(sums)));
      }),
    );
  });

  it('teaches nothing where the reconstruction is the example', () => {
    // With a hidden bias of log(p / (1 − p)) the probability lies half-way between two multiples of 2⁻¹⁶, or very near.
    for (let step = 1; step < 65536; step += 97) {
      const p = (step + 0.5) / 65536;
      const rbm = toyMachine(1, 1, 1, 0);
      rbm.bv[0] = 900;
      rbm.bh[0] = Math.log(p / (1 - p));
      const { gradient } = fastGradient(rbm, [[0]], [0], 1, 'probabilities', seed);
      expect([gradient.w[0], gradient.bv[0], gradient.bh[0]]).toEqual([0, 0, 0]);
    }
  });

  it.each(['probabilities', 'samples'] as const)('adds up the same in any order: %s', (kind) => {
    const rbm = toyMachine(30, 7, 5);
    const rows = toyRows(20, 30, 6).map(onesOf);
    const numbers = rows.map((_, n) => n);
    const last = rows.length - 1;
    const forwards = fastGradient(rbm, rows, numbers, 2, kind, seed);
    const turned = numbers.map((n) => last - n);
    const backwards = fastGradient(
      rbm,
      turned.map((n) => rows[n]),
      turned,
      2,
      kind,
      seed,
    );
    expect(sumsOf(backwards.gradient)).toEqual(sumsOf(forwards.gradient));
    expect(turned.map((n) => backwards.reconstructions[n])).toEqual(forwards.reconstructions);
  });
});
