/**
 * From the two phases of a gradient to new parameters, with the units' means taken out first.
 *
 * A visible unit that is nearly always off, and a hidden one that is nearly always on, tie their weights to the biases: a
 * step along one is undone by a step along the other. With offsets μ and λ near the units' means, the weights learn what goes
 * together and the biases how often, and nothing fights. The machine is the same; only the direction of the step changes.
 *
 * Source: Melchior, Fischer and Wiskott (2016), "How to center deep Boltzmann machines", algorithm 1; Montavon and Müller
 * (2012), "Deep Boltzmann machines and the centering trick".
 *
 * @module
 */
import { columnCounts } from '../../math/bits/active-bits.ts';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import { type PackedWeights, repackAll } from '../packed/packed-weights.ts';
import type { Rbm } from '../rbm.ts';
import type { PhaseSums } from './phase-sums.ts';
import { ONE } from './phases.ts';
import type { Step, Velocity } from './update.ts';

/** What is taken from the units before their products are formed. All zeros: the plain gradient. */
export interface Offsets {
  /** shape [visible]: μ, how often each visible unit is on in the data */
  readonly visible: Float64Array;
  /** shape [hidden]: λ, how often each hidden unit has been on lately; it follows the data */
  readonly hidden: Float64Array;
  /** How far λ moves towards a batch's mean, 0–1; 0 without centring. */
  readonly follow: number;
}

/** How far to step, and what else to want. */
export interface CentredStep extends Step {
  /** How strongly the hidden units' biases are pulled to where a unit is on in one row of ten. */
  readonly sparsity: number;
}

/** How far λ moves with a batch. */
const FOLLOW = 0.01;
/** How often a hidden unit is on where sparsity is wanted (Hinton 2010, section 11: 0.01–0.1). */
const SPARSE = 0.1;

/** Offsets for a machine that learns `rows`: μ their means, λ a half. */
export function centredOffsets({ hidden }: Rbm, rows: BitRows): Offsets {
  const means = columnCounts(rows).map((count) => count / rows.starts.length);
  return { visible: means, hidden: new Float64Array(hidden).fill(0.5), follow: FOLLOW };
}

/** Offsets that change nothing. */
export function noOffsets({ visible, hidden }: Rbm): Offsets {
  return { visible: new Float64Array(visible), hidden: new Float64Array(hidden), follow: 0 };
}

/**
 * Takes one step, clears both phases, and lets the packed weights follow.
 *
 * With ⟨·⟩ the mean over the examples less that over the chains:
 *
 *     λ  ← λ + follow · (mean h of the examples − λ)
 *     dW = ⟨v h⟩ − μ ⟨h⟩ − ⟨v⟩ λ − decay · W
 *     dbv = ⟨v⟩ − dW λ;   dbh = ⟨h⟩ − μᵀ dW − sparsity · (mean h of the examples − 0.1)
 *
 * The biases are those of the plain energy, so the machine does not change as λ moves.
 *
 * Each parameter takes momentum · its last step + rate · its gradient. All in float64, sums over units ascending; a
 * parameter is rounded once, to float32, as it is stored.
 *
 * @param data - sums over `examples` examples
 * @param believed - sums over `chains` chains
 */
export function updateCentred(
  rbm: Rbm,
  packed: PackedWeights,
  velocity: Velocity,
  data: PhaseSums,
  examples: number,
  believed: PhaseSums,
  chains: number,
  offsets: Offsets,
  { rate, momentum, decay, sparsity }: CentredStep,
): void {
  const { visible, hidden, w, bv, bh } = rbm;
  const { visible: mu, hidden: lambda, follow } = offsets;
  const perExample = 1 / (examples * ONE);
  const perChain = 1 / (chains * ONE);
  const dw = data.w;
  const bw = believed.w;
  const vw = velocity.w;

  const dh = new Float64Array(hidden);
  const dbh = new Float64Array(hidden);
  for (let j = 0; j < hidden; j++) {
    const mean = data.bh[j] * perExample;
    dh[j] = mean - believed.bh[j] * perChain;
    dbh[j] = dh[j] - sparsity * (mean - SPARSE);
    lambda[j] += follow * (mean - lambda[j]);
  }

  for (let i = 0; i < visible; i++) {
    const dv = data.bv[i] * perExample - believed.bv[i] * perChain;
    const m = mu[i];
    let explained = 0;
    for (let j = 0, at = i * hidden; j < hidden; j++, at++) {
      const weight = w[at];
      const slope = dw[at] * perExample - bw[at] * perChain - m * dh[j] - dv * lambda[j] - decay * weight;
      explained += slope * lambda[j];
      dbh[j] -= m * slope;
      const step = momentum * vw[at] + rate * slope;
      vw[at] = step;
      w[at] = weight + step;
      dw[at] = 0;
      bw[at] = 0;
    }
    const step = momentum * velocity.bv[i] + rate * (dv - explained);
    velocity.bv[i] = step;
    bv[i] += step;
    data.bv[i] = 0;
    believed.bv[i] = 0;
  }

  for (let j = 0; j < hidden; j++) {
    const step = momentum * velocity.bh[j] + rate * dbh[j];
    velocity.bh[j] = step;
    bh[j] += step;
    data.bh[j] = 0;
    believed.bh[j] = 0;
  }
  repackAll(packed, rbm);
}
