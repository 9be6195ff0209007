/**
 * What a batch has taught: the sums that contrastive divergence turns into an update.
 *
 * @module
 */
import type { Rbm } from './rbm.ts';
import type { ActiveUnits } from './sampler.ts';

/**
 * A probability of 1 in the sums. They are whole numbers, so they do not depend on the order in which examples, or
 * workers, add to them. A probability is kept to 2⁻¹⁶, which is far below the noise of the sampling beside it.
 */
export const ONE: number = 65536;

/** The most examples in a batch: beyond, a sum could pass 2³¹. */
export const MOST_EXAMPLES: number = 32767;

/** The most examples whose samples are counted in lanes: beyond, a lane of 8 bits could overflow. */
export const MOST_IN_LANES: number = 127;

/** Sums over examples of (data − reconstruction). */
export interface Gradient {
  /** shape [visible, hidden]: Σ v h − v′ h′ in units of 1/{@link ONE} */
  readonly w: Int32Array;
  /** shape [visible]: Σ v − v′ in units of 1/{@link ONE} */
  readonly bv: Int32Array;
  /** shape [hidden]: Σ h − h′ in units of 1/{@link ONE} */
  readonly bh: Int32Array;
  /** Words to a row of lanes: ⌈hidden / 4⌉. */
  readonly words: number;
  /** shape [visible, words]: Σ v h − v′ h′ in whole examples, four hidden units to a word, see {@link addSamples} */
  readonly lanes: Int32Array;
  /** shape [visible]: 1 where a visible unit has been active */
  readonly touched: Uint8Array;
  /** Whether anything stands in `w`, and not all in `lanes`. */
  spilled: boolean;
  /** shape [words]: room for a hidden layer in lanes */
  readonly layer: Int32Array;
}

/** A gradient of zeros for a machine. */
export function createGradient({ visible, hidden }: Rbm): Gradient {
  const words = (hidden + 3) >> 2;
  return {
    w: new Int32Array(visible * hidden),
    bv: new Int32Array(visible),
    bh: new Int32Array(hidden),
    words,
    lanes: new Int32Array(visible * words),
    touched: new Uint8Array(visible),
    spilled: false,
    layer: new Int32Array(words),
  };
}

/**
 * Adds one phase of one example with probabilities: `v hᵀ` to the weights' sums, v and h to the biases'.
 *
 * @param hidden - shape [hidden], what each hidden unit counts for in units of 1/{@link ONE}; negative in the second phase
 * @param sign - 1 for the data, −1 for the reconstruction
 */
export function addProbabilities(gradient: Gradient, visible: ActiveUnits, hidden: Int32Array, sign: 1 | -1): void {
  const { w, bv, bh } = gradient;
  const { active } = visible;
  const units = hidden.length;
  gradient.spilled = true;
  for (let n = 0; n < visible.count; n++) {
    const unit = active[n];
    const row = Math.imul(unit, units);
    for (let j = 0; j < units; j++) w[row + j] += hidden[j];
    bv[unit] += sign * ONE;
  }
  for (let j = 0; j < units; j++) bh[j] += hidden[j];
}

/**
 * Adds one phase of one example with samples.
 *
 * Hidden units 4k to 4k + 3 share word k: their counts, −127 to 127, times 1, 2⁸, 2¹⁶, 2²⁴. A row of 50 hidden units is then
 * 13 additions instead of 50; and word by word, those of hidden units that are all off, every other one, cost nothing.
 */
export function addSamples(gradient: Gradient, visible: ActiveUnits, hidden: ActiveUnits, sign: 1 | -1): void {
  const { lanes, layer, words, bv, bh, touched } = gradient;
  const { active, count } = visible;
  layer.fill(0);
  for (let n = 0; n < hidden.count; n++) {
    const unit = hidden.active[n];
    layer[unit >> 2] += sign * (1 << (8 * (unit & 3)));
    bh[unit] += sign * ONE;
  }
  for (let n = 0; n < count; n++) {
    bv[active[n]] += sign * ONE;
    touched[active[n]] = 1;
  }
  for (let k = 0; k < words; k++) {
    const four = layer[k];
    if (four === 0) continue;
    for (let n = 0; n < count; n++) lanes[Math.imul(active[n], words) + k] += four;
  }
}

/** Moves all counts from the lanes to where the probabilities are summed. */
export function spillLanes(gradient: Gradient, hidden: number): void {
  const { w, lanes, words, touched } = gradient;
  for (let i = 0; i < touched.length; i++) {
    if (touched[i] === 0) continue;
    touched[i] = 0;
    for (let k = 0; k < words; k++) {
      let word = lanes[i * words + k];
      lanes[i * words + k] = 0;
      // From the lowest lane up: what is left after its count is taken out is a multiple of 2⁸.
      for (let j = i * hidden + 4 * k; word !== 0; j++) {
        const examples = (word << 24) >> 24;
        word = (word - examples) >> 8;
        w[j] += ONE * examples;
      }
    }
  }
  gradient.spilled = true;
}
