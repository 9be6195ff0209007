/**
 * The plain twin, which the fast kernels equal bit for bit, against recorded trainings and generations of the
 * program it succeeds: `fixtures/vectors/cd1.json`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';
import { denseOf, onesOf } from '../reference/bits.ts';
import { type PlainGradient, plainContrast, plainGradient } from '../reference/contrast.ts';
import { plainHiddenInput } from '../reference/hidden-input.ts';
import { sampleUnits } from '../reference/sample.ts';
import { plainUpdate } from '../reference/update.ts';
import { plainVisibleInput } from '../reference/visible-input.ts';
import { recordedUniforms, toWord } from './recorded-uniforms.ts';

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
    gradient: PlainGradient,
  ) => void = () => {},
): Rbm<Reals> {
  const { nVisible: visible, nHidden: hidden } = recorded;
  const zeros = (length: number): Reals => new kind(Array.from({ length }, () => 0));
  const rbm = { visible, hidden, w: new kind(recorded.W0.flat()), bv: zeros(visible), bh: zeros(hidden) };
  const velocity = { w: zeros(visible * hidden), bv: zeros(visible), bh: zeros(hidden) };
  const gradient = plainGradient(rbm);
  const sizes: number[] = [];
  let used = 0;
  for (let epoch = 0; epoch < recorded.epochs; epoch++) {
    for (const song of recorded.songs) {
      for (let at = recorded.firstWindow; at < song.length; at += recorded.batch) {
        const batch = song.slice(at, at + recorded.batch);
        const first = used;
        const word = (n: number): number => toWord(recorded.uniforms[first + n]);
        const uniforms = recordedUniforms(word, batch.length, visible, hidden);
        used += batch.length * (visible + 3 * hidden);
        const rebuilt = batch.map((row, place) => {
          const active = plainContrast(gradient, rbm, onesOf(row), 1, 'samples', uniforms, place);
          return denseOf(active, active.length, visible);
        });
        onUpdate(sizes.length, batch, rebuilt, gradient);
        plainUpdate(rbm, velocity, gradient, batch.length, { rate: recorded.lr, momentum: 0, decay: 0 });
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
      const scaled = (part: Float64Array): number[] => Array.from(part, (sum) => sum * scale);
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
      let v: number[] = [];
      for (let step = 0; step < k; step++) {
        const forHidden = step * aStep + chain * hidden;
        const forVisible = step * aStep + chains * hidden + chain * visible;
        const words = (from: number, units: number): number[] => uniforms.slice(from, from + units).map(toWord);
        const h = sampleUnits(plainHiddenInput(rbm, v), words(forHidden, hidden));
        v = sampleUnits(plainVisibleInput(rbm, h), words(forVisible, visible));
      }
      return denseOf(v, v.length, visible);
    });
    expect(rows).toEqual(result);
    expect(uniforms).toHaveLength(k * aStep);
  });
});
