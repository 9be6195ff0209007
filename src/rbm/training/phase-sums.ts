/**
 * One phase of a gradient as sums of whole numbers: what rows and their hidden units add up to.
 *
 * @module
 */
import type { Rbm } from '../rbm.ts';
import type { ActiveUnits } from '../sampling/sampler.ts';

/** Sums over rows in units of 1/ONE (`rbm/training/phases`): they do not depend on the order in which rows are added. */
export interface PhaseSums {
  /** shape [visible, hidden]: Σ v h */
  readonly w: Int32Array;
  /** shape [visible]: Σ v */
  readonly bv: Int32Array;
  /** shape [hidden]: Σ h */
  readonly bh: Int32Array;
}

/** Sums of nothing. */
export function createSums({ visible, hidden }: Rbm): PhaseSums {
  return { w: new Int32Array(visible * hidden), bv: new Int32Array(visible), bh: new Int32Array(hidden) };
}

/**
 * Adds one row: a row of 80 active units is 80 additions of a hidden layer.
 *
 * @param one - what a visible unit counts that is on
 * @param hidden - shape [hidden], what each hidden unit counts for
 */
export function addRow({ w, bv, bh }: PhaseSums, visible: ActiveUnits, one: number, hidden: Int32Array): void {
  const units = hidden.length;
  const { active, count } = visible;
  for (let n = 0; n < count; n++) {
    const row = Math.imul(active[n], units);
    for (let j = 0; j < units; j++) w[row + j] += hidden[j];
    bv[active[n]] += one;
  }
  for (let j = 0; j < units; j++) bh[j] += hidden[j];
}
