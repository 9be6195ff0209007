/**
 * Contrastive divergence on arrays of 0 and 1: the twin of `contrast`, whole batches at a time.
 *
 * @module
 */
import { sigmoid } from '../../src/math/sigmoid.ts';
import type { Statistics } from '../../src/rbm/contrastive-divergence.ts';
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';
import { denseGibbsStep } from './gibbs-step.ts';
import { denseHiddenInput } from './hidden-input.ts';
import { denseSample } from './sample.ts';

/** Sums over a batch in units of 2⁻¹⁶, and the reconstructions. */
export interface DenseGradient {
  readonly w: number[];
  readonly bv: number[];
  readonly bh: number[];
  readonly reconstructions: number[][];
}

/** The random numbers of an example's half-step, `units` of them. */
export type Uniforms = (example: number, round: number, units: number) => ArrayLike<number>;

/** Σ v hᵀ − v′ h′ᵀ over a batch: `batch[n]` is an example, `numbers[n]` its number for `uniforms`. */
export function denseCdGradient(
  rbm: Rbm<Reals>,
  batch: readonly (readonly number[])[],
  numbers: readonly number[],
  k: number,
  statistics: Statistics,
  uniforms: Uniforms,
): DenseGradient {
  const w = Array.from(rbm.w, () => 0);
  const bv = Array.from(rbm.bv, () => 0);
  const bh = Array.from(rbm.bh, () => 0);
  const counts = (v: readonly number[], example: number, round: number): number[] => {
    const input = denseHiddenInput(rbm, v);
    if (statistics === 'probabilities') return input.map((a) => Math.round(65536 * sigmoid(a)));
    return denseSample(input, uniforms(example, round, rbm.hidden)).map((h) => 65536 * h);
  };
  const reconstructions = batch.map((v, n) => {
    const example = numbers[n];
    let chain: number[] = [...v];
    for (let step = 0; step < k; step++) {
      const forHidden = uniforms(example, 2 * step, rbm.hidden);
      const forVisible = uniforms(example, 2 * step + 1, rbm.visible);
      [chain] = denseGibbsStep(rbm, chain, forHidden, forVisible);
    }
    const h = counts(v, example, 2 * k);
    const h2 = counts(chain, example, 2 * k + 1);
    for (let i = 0; i < rbm.visible; i++) {
      for (let j = 0; j < rbm.hidden; j++) w[i * rbm.hidden + j] += v[i] * h[j] - chain[i] * h2[j];
      bv[i] += 65536 * (v[i] - chain[i]);
    }
    for (let j = 0; j < rbm.hidden; j++) bh[j] += h[j] - h2[j];
    return chain;
  });
  return { w, bv, bh, reconstructions };
}
