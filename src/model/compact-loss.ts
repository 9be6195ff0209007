/**
 * What a compact model has lost.
 *
 * @module
 */
import { atOnce, type InParts } from '../in-parts.ts';
import { activeBits } from '../math/bits/active-bits.ts';
import type { BitRows } from '../math/bits/bit-rows.ts';
import { sigmoid } from '../math/functions/sigmoid.ts';
import { freeEnergy } from '../rbm/kernels/free-energy.ts';
import { visibleInput } from '../rbm/kernels/visible-input.ts';
import type { Rbm } from '../rbm/rbm.ts';

/** How far one machine is from another of the same size, over some windows. */
export interface CompactLoss {
  /** Mean |Δp| of the hidden units given the windows. */
  readonly hidden: number;
  /** Mean |Δp| of the visible units, given the hidden units that are on with p > ½. */
  readonly visible: number;
  /** Mean of ΔF, the other's free energy less the machine's, in nats. A shift of all windows changes no probability. */
  readonly freeEnergy: number;
  /** Standard deviation of ΔF, in nats: how far likelihoods move against each other. */
  readonly freeEnergySpread: number;
}

/**
 * Measures how far `other` is from `rbm`.
 *
 * @param rows - windows, as wide as both have visible units; at least one
 */
export function compactLoss(rbm: Rbm, other: Rbm, rows: BitRows): CompactLoss {
  return atOnce(compactLossInParts(rbm, other, rows));
}

/** {@link compactLoss} in parts: it yields after each row. */
export function* compactLossInParts(rbm: Rbm, other: Rbm, rows: BitRows): InParts<CompactLoss> {
  const { visible, hidden } = rbm;
  const count = rows.starts.length;
  const active = new Uint32Array(visible);
  const on = new Uint32Array(hidden);
  const [hiddenOne, hiddenTwo] = [new Float64Array(hidden), new Float64Array(hidden)];
  const [visibleOne, visibleTwo] = [new Float64Array(visible), new Float64Array(visible)];
  const shifts = new Float64Array(count);
  let hiddenSum = 0;
  let visibleSum = 0;
  for (let row = 0; row < count; row++) {
    const lit = activeBits(active, rows, row);
    // The second free energy leaves the second machine's inputs behind, the first the first's.
    const energy = freeEnergy(rbm, active, lit, hiddenOne);
    shifts[row] = freeEnergy(other, active, lit, hiddenTwo) - energy;
    hiddenSum += distance(hiddenOne, hiddenTwo);
    let onCount = 0;
    for (const [j, input] of hiddenOne.entries()) if (input > 0) on[onCount++] = j;
    visibleInput(visibleOne, on, onCount, rbm.w, rbm.bv, hidden);
    visibleInput(visibleTwo, on, onCount, other.w, other.bv, hidden);
    visibleSum += distance(visibleOne, visibleTwo);
    yield (row + 1) / count;
  }
  const mean = shifts.reduce((sum, shift) => sum + shift, 0) / count;
  const variance = shifts.reduce((sum, shift) => sum + (shift - mean) * (shift - mean), 0) / count;
  return {
    hidden: hiddenSum / count,
    visible: visibleSum / count,
    freeEnergy: mean,
    freeEnergySpread: Math.sqrt(variance),
  };
}

/** Mean |Δp| of units with these inputs. */
function distance(one: Float64Array, two: Float64Array): number {
  let sum = 0;
  for (const [n, input] of one.entries()) sum += Math.abs(sigmoid(input) - sigmoid(two[n] ?? 0));
  return sum / one.length;
}
