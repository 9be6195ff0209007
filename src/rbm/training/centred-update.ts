/**
 * From the phases of a batch to new parameters, with the units' means taken out first.
 *
 * A visible unit that is nearly always off, and a hidden one that is nearly always on, tie their weights to the biases: a
 * step along one is undone by a step along the other. With offsets μ and λ near the units' means, the weights learn what goes
 * together and the biases how often units are on, and the two do not interfere. The machine is the same; only the direction of the step changes.
 *
 * With ⟨·⟩ the mean over the examples less that over the chains:
 *
 *     λ  ← λ + offsetRate · (mean h of the examples − λ)
 *     dW = ⟨v h⟩ − μ ⟨h⟩ − ⟨v⟩ λ − decay · W
 *     dbv = ⟨v⟩ − dW λ;   dbh = ⟨h⟩ − sparsity · (mean h of the examples − 0.1) − μᵀ dW
 *
 * The biases are those of the plain energy, so the machine does not change as λ moves. All in float64, sums over units
 * ascending. Each parameter takes momentum · its last step + rate · its gradient, as `rbm/kernels/move-parameter` has it.
 *
 * Source: Melchior, Fischer and Wiskott (2016), "How to center deep Boltzmann machines", algorithm 1; Montavon and Müller
 * (2012), "Deep Boltzmann machines and the centering trick".
 *
 * @module
 */
import { columnCounts } from '../../math/bits/active-bits.ts';
import type { BitRows } from '../../math/bits/bit-rows.ts';
import type { Allocator } from '../../math/memory/allocator.ts';
import { moveCentredRow } from '../kernels/centred-row.ts';
import { moveParameter } from '../kernels/move-parameter.ts';
import { sumLayers } from '../kernels/sum-layers.ts';
import type { Rbm } from '../rbm.ts';
import { ONE } from './phases.ts';
import type { PlainLearner } from './plain-learner.ts';
import type { UpdateOptions } from './update.ts';

/** What is taken from the units before their products are formed. All zeros: the plain gradient. */
export interface Offsets {
  /** shape [visible]: μ, how often each visible unit is on in the data */
  readonly visible: Float64Array;
  /** shape [hidden]: λ, how often each hidden unit has been on lately; it follows the data */
  readonly hidden: Float64Array;
  /** How far λ moves towards a batch's mean, 0–1; 0 without centring. */
  readonly offsetRate: number;
}

/** How often a hidden unit is on where sparsity is wanted (Hinton 2010, section 11: 0.01–0.1). */
const SPARSE = 0.1;

/** Offsets for a machine that learns `rows`: μ their means, λ a half. Without rows they change nothing. */
export function createOffsets({ visible, hidden }: Rbm, rows: BitRows | undefined, allocate: Allocator): Offsets {
  const mu = allocate(Float64Array, visible);
  const lambda = allocate(Float64Array, hidden);
  if (rows !== undefined) {
    mu.set(columnCounts(rows).map((count) => count / rows.starts.length));
    lambda.fill(0.5);
  }
  return { visible: mu, hidden: lambda, offsetRate: rows ? 0.01 : 0 };
}

/** Begins a step: the hidden units' means, and what the rows need. It writes to `gradient` alone. */
export function startCentred(
  learner: PlainLearner,
  examples: number,
  { rate, momentum, decay, sparsity = 0 }: UpdateOptions,
): void {
  const { sampler, gradient, chains, offsets } = learner;
  const { sums, negative, dh, dbh, lambda, scales } = gradient;
  const perExample = 1 / (examples * ONE);
  const perChain = 1 / (chains.length * ONE);
  scales.set([perExample, perChain, decay, rate, momentum]);
  sumPhases(learner, sampler.rbm.visible);
  for (let j = 0; j < dh.length; j++) {
    const mean = sums[j] * perExample;
    const before = offsets.hidden[j];
    dh[j] = mean + negative[j] * perChain;
    dbh[j] = dh[j] - sparsity * (mean - SPARSE);
    lambda[j] = before + offsets.offsetRate * (mean - before);
  }
}

/** Sums what the hidden units count for where unit `unit` is on, and writes ⟨v⟩ of the unit to `scales[6]`. */
function sumPhases({ gradient, phases }: PlainLearner, unit: number): void {
  const { starts, turns, sums, negative, scales } = gradient;
  const first = starts[unit];
  const turn = turns[unit + 1];
  const last = starts[unit + 1];
  sumLayers(sums, phases.layers, gradient.phases, first, turn);
  sumLayers(negative, phases.layers, gradient.phases, turn, last);
  scales[6] = (turn - first) * ONE * scales[0] - (last - turn) * ONE * scales[1];
}

/**
 * Takes the step of visible unit `unit`: its weights and bias. The unit's row of `slopes` is overwritten with that of dW.
 *
 * @param learner - its gradient sorted, its step begun
 */
export function moveCentredUnit(learner: PlainLearner, unit: number): boolean {
  const { sampler, velocity, gradient, slopes, offsets } = learner;
  const { rbm } = sampler;
  const { sums, negative, dh, lambda, scales } = gradient;
  sumPhases(learner, unit);
  scales[5] = offsets.visible[unit];
  moveCentredRow(rbm.w, velocity.w, slopes, unit, sums, negative, dh, lambda, scales);
  moveParameter(rbm.bv, velocity.bv, unit, scales[3] * (scales[6] - scales[7]), 0, scales[4]);
  return true;
}

/** Takes the step of the hidden units' biases, and of their offsets, when that of all weights has been taken. */
export function moveCentredHidden({ sampler, velocity, gradient, slopes, offsets }: PlainLearner): void {
  const { bh, hidden } = sampler.rbm;
  const { dbh, lambda, scales } = gradient;
  const mu = offsets.visible;
  for (let i = 0, row = 0; i < mu.length; i++, row += hidden) {
    const m = mu[i];
    for (let j = 0; j < hidden; j++) dbh[j] -= m * slopes[row + j];
  }
  for (let j = 0; j < hidden; j++) moveParameter(bh, velocity.bh, j, scales[3] * dbh[j], 0, scales[4]);
  offsets.hidden.set(lambda);
}
