/**
 * Contrastive divergence without any shortcut: every probability is computed, every random number drawn, every sum a double.
 * The twin of `contrast`, and the one that recorded trainings of another program are held against.
 *
 * @module
 */
import { sigmoid } from '../../src/math/functions/sigmoid.ts';
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';
import type { HiddenStatistics } from '../../src/rbm/training/phases.ts';
import { plainHiddenInput } from './hidden-input.ts';
import { sampleUnits } from './sample.ts';
import type { Uniforms } from './uniforms.ts';
import { plainVisibleInput } from './visible-input.ts';

/** Sums over examples of (data − reconstruction) in units of 2⁻¹⁶: shapes as in {@link Rbm}. */
export interface PlainGradient {
  readonly w: Float64Array;
  readonly bv: Float64Array;
  readonly bh: Float64Array;
}

/** A gradient of zeros. */
export function plainGradient({ visible, hidden }: Rbm<Reals>): PlainGradient {
  return { w: new Float64Array(visible * hidden), bv: new Float64Array(visible), bh: new Float64Array(hidden) };
}

/**
 * Adds v hᵀ − v′ h′ᵀ of one example, v′ reached in `cd` Gibbs steps: rounds 0 to 2·cd − 1 of its random numbers are those of
 * the chain's hidden and visible layers in turn, 2·cd and 2·cd + 1 those of the hidden layers of the statistics.
 *
 * @param data - the visible units that are on, ascending
 * @returns those that are on in the reconstruction
 */
export function plainContrast(
  gradient: PlainGradient,
  rbm: Rbm<Reals>,
  data: readonly number[],
  cd: number,
  statistics: HiddenStatistics,
  uniforms: Uniforms,
  example: number,
): number[] {
  const count = (visible: readonly number[], round: number): Float64Array => {
    const input = plainHiddenInput(rbm, visible);
    if (statistics === 'probabilities') return input.map((a) => Math.round(65536 * sigmoid(a)));
    const counts = new Float64Array(rbm.hidden);
    for (const j of sampleUnits(input, uniforms(example, round, rbm.hidden))) counts[j] = 65536;
    return counts;
  };
  addPhase(gradient, data, count(data, 2 * cd), 1);
  let visible = data;
  let rebuilt: number[] = [];
  for (let step = 0; step < cd; step++, visible = rebuilt) {
    const hidden = sampleUnits(plainHiddenInput(rbm, visible), uniforms(example, 2 * step, rbm.hidden));
    rebuilt = sampleUnits(plainVisibleInput(rbm, hidden), uniforms(example, 2 * step + 1, rbm.visible));
  }
  addPhase(gradient, rebuilt, count(rebuilt, 2 * cd + 1), -1);
  return rebuilt;
}

function addPhase({ w, bv, bh }: PlainGradient, visible: readonly number[], counts: Float64Array, sign: 1 | -1): void {
  for (const i of visible) {
    bv[i] += sign * 65536;
    for (let j = 0; j < counts.length; j++) w[i * counts.length + j] += sign * counts[j];
  }
  for (let j = 0; j < counts.length; j++) bh[j] += sign * counts[j];
}
