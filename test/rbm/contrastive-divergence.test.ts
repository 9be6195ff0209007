import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniform } from '../../src/math/random.ts';
import {
  contrast,
  createCdRoom,
  type Draw,
  differences,
  type Statistics,
} from '../../src/rbm/contrastive-divergence.ts';
import { createLayer, type Layer } from '../../src/rbm/gibbs-chain.ts';
import { createGradient, type Gradient } from '../../src/rbm/gradient.ts';
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';
import { denseOf, onesOf } from '../reference/bits.ts';
import { denseCdGradient } from '../reference/cd-gradient.ts';
import { toyMachine, toyRows } from '../reference/toy.ts';

const draw: Draw = (uniforms, example, round) => {
  for (let n = 0; n < uniforms.length; n++) uniforms[n] = uniform(example + 1, round + 1, n);
};

/** The gradient of these examples, and their reconstructions. */
function learnt(
  rbm: Rbm<Reals>,
  rows: readonly number[][],
  k: number,
  statistics: Statistics,
): { gradient: Gradient; reconstructions: number[][] } {
  const room = createCdRoom(rbm);
  const gradient = createGradient(rbm);
  const reconstructions = rows.map((row, example) => {
    const active = onesOf(row);
    room.data.active.set(active);
    room.data.count = active.length;
    contrast(gradient, rbm, room, k, statistics, draw, example);
    expect(denseOf(room.data.active, room.data.count, rbm.visible)).toEqual(row);
    return denseOf(room.visible.active, room.visible.count, rbm.visible);
  });
  return { gradient, reconstructions };
}

function layerOf(dense: number[]): Layer {
  const layer = createLayer(dense.length);
  layer.active.set(onesOf(dense));
  layer.count = onesOf(dense).length;
  return layer;
}

describe('contrast', () => {
  const statistics = fc.constantFrom<Statistics>('probabilities', 'samples');
  const size = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 31, 32, 33, 65));

  it('is the dense gradient, bit for bit, for any k', () => {
    const k = fc.integer({ min: 1, max: 4 });
    const batch = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(size, size, fc.integer(), k, batch, statistics, (visible, hidden, seed, steps, count, kind) => {
        const rbm = toyMachine(visible, hidden, seed, 2);
        const rows = toyRows(count, visible, seed ^ 1);
        const { gradient, reconstructions } = learnt(rbm, rows, steps, kind);
        const numbers = rows.map((_, n) => n);
        const dense = denseCdGradient(rbm, rows, numbers, steps, kind, (example, round, units) => {
          const uniforms = new Uint32Array(units);
          draw(uniforms, example, round);
          return uniforms;
        });
        expect(reconstructions).toEqual(dense.reconstructions);
        expect([...gradient.w]).toEqual(dense.w.map((sum) => sum + 0));
        expect([...gradient.bv]).toEqual(dense.bv);
        expect([...gradient.bh]).toEqual(dense.bh);
      }),
    );
  });

  it('teaches nothing where the reconstruction is the example', () => {
    // With a hidden bias of log(p / (1 − p)) the probability lies half-way between two multiples of 2⁻¹⁶, or very near.
    for (let step = 1; step < 65536; step += 97) {
      const p = (step + 0.5) / 65536;
      const rbm = {
        visible: 1,
        hidden: 1,
        w: new Float64Array(1),
        bv: Float64Array.of(900),
        bh: Float64Array.of(Math.log(p / (1 - p))),
      };
      const { gradient } = learnt(rbm, [[1]], 1, 'probabilities');
      expect([gradient.w[0], gradient.bv[0], gradient.bh[0]]).toEqual([0, 0, 0]);
    }
  });

  it('adds up the same in any order', () => {
    const rbm = toyMachine(30, 7, 5);
    const rows = toyRows(20, 30, 6);
    const sum = (order: number[]): Gradient => {
      const gradient = createGradient(rbm);
      const room = createCdRoom(rbm);
      for (const example of order) {
        const active = onesOf(rows[example]);
        room.data.active.set(active);
        room.data.count = active.length;
        contrast(gradient, rbm, room, 2, 'probabilities', draw, example);
      }
      return gradient;
    };
    const order = rows.map((_, n) => n);
    const backwards = order.map((n) => order.length - 1 - n);
    expect(sum(backwards)).toEqual(sum(order));
  });
});

describe('differences', () => {
  it('counts the places in which two rows differ', () => {
    const row = fc.array(fc.constantFrom(0, 1), { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(row, row, (a, b) => {
        expect(differences(layerOf(a), layerOf(b))).toBe(a.filter((bit, n) => bit !== b[n]).length);
      }),
    );
  });
});
