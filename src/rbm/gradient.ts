/**
 * What a batch has taught: the sums that contrastive divergence turns into an update.
 *
 * @module
 */
import type { Rbm, Reals } from './rbm.ts';

/**
 * A probability of 1 in the sums. They are whole numbers, so they do not depend on the order in which examples, or
 * workers, add to them. A probability is kept to 2⁻¹⁶, which is far below the noise of the sampling beside it.
 */
export const ONE: number = 65536;

/** The most examples in a batch: beyond, a sum could pass 2³¹. */
export const MOST_EXAMPLES: number = 32767;

/** Sums over examples of (data − reconstruction), in units of 1/{@link ONE}. */
export interface Gradient {
  /** shape [visible, hidden]: Σ v h − v′ h′ */
  readonly w: Int32Array;
  /** shape [visible]: Σ v − v′ */
  readonly bv: Int32Array;
  /** shape [hidden]: Σ h − h′ */
  readonly bh: Int32Array;
}

/** A gradient of zeros for a machine. */
export function createGradient(rbm: Rbm<Reals>): Gradient {
  return {
    w: new Int32Array(rbm.visible * rbm.hidden),
    bv: new Int32Array(rbm.visible),
    bh: new Int32Array(rbm.hidden),
  };
}

/**
 * Adds one phase of one example: `v hᵀ` to the weights' sums, v and h to the biases'.
 *
 * @param gradient - added to
 * @param active - shape [≥ count], the visible units that are on
 * @param hidden - shape [hidden], what each hidden unit counts for in units of 1/{@link ONE}; negative in the second phase
 * @param one - what an active visible unit counts for: {@link ONE}, or −{@link ONE} in the second phase
 */
export function addPhase(
  gradient: Gradient,
  active: Uint32Array,
  count: number,
  hidden: Int32Array,
  one: number,
): void {
  const { w, bv, bh } = gradient;
  const units = hidden.length;
  for (let n = 0; n < count; n++) {
    const row = active[n] * units;
    for (let j = 0; j < units; j++) w[row + j] += hidden[j];
    bv[active[n]] += one;
  }
  for (let j = 0; j < units; j++) bh[j] += hidden[j];
}
