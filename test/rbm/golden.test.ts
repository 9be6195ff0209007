/**
 * The machine against recorded trainings and generations of the program it succeeds: `fixtures/vectors/cd1.json`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, createCdRoom } from '../../src/rbm/contrastive-divergence.ts';
import { createLayer, sampleHidden, sampleVisible } from '../../src/rbm/gibbs-chain.ts';
import { createGradient, type Gradient } from '../../src/rbm/gradient.ts';
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';
import { updateRbm } from '../../src/rbm/update.ts';
import { denseOf, onesOf } from '../reference/bits.ts';
import { recordedDraw, toWord } from './recorded-draw.ts';

interface Parameters {
  readonly W: readonly (readonly number[])[];
  readonly bh: readonly number[];
  readonly bv: readonly number[];
}

interface Case {
  readonly name: string;
  readonly nVisible: number;
  readonly nHidden: number;
  readonly batch: number;
  readonly lr: number;
  readonly epochs: number;
  readonly firstWindow: number;
  readonly songs: readonly (readonly (readonly number[])[])[];
  readonly batchSizes: readonly number[];
  readonly W0: readonly (readonly number[])[];
  readonly uniforms: readonly number[];
  readonly float64: Parameters;
  readonly float32: Parameters;
  readonly firstTwoSteps?: readonly {
    readonly xk: readonly (readonly number[])[];
    readonly h: readonly (readonly number[])[];
    readonly hs: readonly (readonly number[])[];
    readonly dW: readonly (readonly number[])[];
    readonly dbv: readonly number[];
    readonly dbh: readonly number[];
  }[];
}

interface Generation {
  readonly k: number;
  readonly chains: number;
  readonly uniforms: readonly number[];
  readonly result: readonly (readonly number[])[];
}

const golden: { readonly cases: readonly Case[]; readonly generation: readonly Generation[] } = JSON.parse(
  readFileSync(new URL('../../fixtures/vectors/cd1.json', import.meta.url), 'utf8'),
);

type Kind = new (numbers: Iterable<number>) => Reals;

/** The machine after all of a case's updates; `onUpdate` hears of each, with its gradient and reconstructions. */
function trained(
  recorded: Case,
  kind: Kind,
  onUpdate: (
    update: number,
    batch: readonly (readonly number[])[],
    rebuilt: number[][],
    gradient: Gradient,
  ) => void = () => {},
): Rbm<Reals> {
  const { nVisible: visible, nHidden: hidden } = recorded;
  const zeros = (length: number): Reals => new kind(Array.from({ length }, () => 0));
  const rbm = { visible, hidden, w: new kind(recorded.W0.flat()), bv: zeros(visible), bh: zeros(hidden) };
  const velocity = { w: zeros(visible * hidden), bv: zeros(visible), bh: zeros(hidden) };
  const gradient = createGradient(rbm);
  const room = createCdRoom(rbm);
  const sizes: number[] = [];
  let used = 0;
  for (let epoch = 0; epoch < recorded.epochs; epoch++) {
    for (const song of recorded.songs) {
      for (let at = recorded.firstWindow; at < song.length; at += recorded.batch) {
        const batch = song.slice(at, at + recorded.batch);
        const first = used;
        const draw = recordedDraw((n) => toWord(recorded.uniforms[first + n]), batch.length, visible, hidden);
        used += batch.length * (visible + 3 * hidden);
        const rebuilt = batch.map((row, place) => {
          const active = onesOf(row);
          room.data.active.set(active);
          room.data.count = active.length;
          contrast(gradient, rbm, room, 1, 'samples', draw, place);
          return denseOf(room.visible.active, room.visible.count, visible);
        });
        onUpdate(sizes.length, batch, rebuilt, gradient);
        updateRbm(rbm, velocity, gradient, batch.length, { rate: recorded.lr, momentum: 0, decay: 0 });
        sizes.push(batch.length);
      }
    }
  }
  expect(sizes).toEqual(recorded.batchSizes);
  expect(used).toBe(recorded.uniforms.length);
  return rbm;
}

/** The largest distance between two lists of equal length. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (x, n) => Math.abs(x - b[n])));
}

describe.each(golden.cases)('$name', (recorded) => {
  it('ends with the recorded parameters in float64, within 1e-12', () => {
    const rbm = trained(recorded, Float64Array);
    expect(distance(rbm.w, recorded.float64.W.flat())).toBeLessThan(1e-12);
    expect(distance(rbm.bv, recorded.float64.bv)).toBeLessThan(1e-12);
    expect(distance(rbm.bh, recorded.float64.bh)).toBeLessThan(1e-12);
  });

  it('ends with the recorded parameters in float32, within 2e-6', () => {
    const rbm = trained(recorded, Float32Array);
    expect(distance(rbm.w, recorded.float32.W.flat())).toBeLessThan(2e-6);
    expect(distance(rbm.bv, recorded.float32.bv)).toBeLessThan(2e-6);
    expect(distance(rbm.bh, recorded.float32.bh)).toBeLessThan(2e-6);
  });
});

it.each(golden.cases.filter(({ firstTwoSteps }) => firstTwoSteps !== undefined))(
  'takes the recorded samples in its first two updates: $name',
  (recorded) => {
    const steps = recorded.firstTwoSteps ?? [];
    trained(recorded, Float64Array, (update, batch, rebuilt, gradient) => {
      if (update >= steps.length) return;
      const { xk, h, hs, dW, dbv, dbh } = steps[update];
      expect(rebuilt).toEqual(xk);
      const sums = recorded.W0.flatMap((row, i) =>
        row.map((_, j) => 65536 * batch.reduce((sum, v, n) => sum + v[i] * h[n][j] - xk[n][i] * hs[n][j], 0)),
      );
      expect([...gradient.w]).toEqual(sums);
      const scale = recorded.lr / batch.length / 65536;
      const scaled = (part: Int32Array): number[] => Array.from(part, (sum) => sum * scale);
      expect(distance(scaled(gradient.w), dW.flat())).toBeLessThan(1e-15);
      expect(distance(scaled(gradient.bv), dbv)).toBeLessThan(1e-15);
      expect(distance(scaled(gradient.bh), dbh)).toBeLessThan(1e-15);
    });
    expect(steps).toHaveLength(2);
  },
);

describe.each(golden.generation)('generation with $k Gibbs steps', ({ k, chains, uniforms, result }) => {
  it('gives the recorded rows', () => {
    const { nVisible: visible, nHidden: hidden, float64 } = golden.cases[2];
    const rbm: Rbm<Float64Array> = {
      visible,
      hidden,
      w: Float64Array.from(float64.W.flat()),
      bv: Float64Array.from(float64.bv),
      bh: Float64Array.from(float64.bh),
    };
    const aStep = chains * (hidden + visible);
    const rows = Array.from({ length: chains }, (_, chain) => {
      const v = createLayer(visible);
      const h = createLayer(hidden);
      for (let step = 0; step < k; step++) {
        const forHidden = step * aStep + chain * hidden;
        const forVisible = step * aStep + chains * hidden + chain * visible;
        h.uniforms.set(uniforms.slice(forHidden, forHidden + hidden).map(toWord));
        sampleHidden(rbm, v, h, 1);
        v.uniforms.set(uniforms.slice(forVisible, forVisible + visible).map(toWord));
        sampleVisible(rbm, h, v, 1);
      }
      return denseOf(v.active, v.count, visible);
    });
    expect(rows).toEqual(result);
    expect(uniforms).toHaveLength(k * aStep);
  });
});
