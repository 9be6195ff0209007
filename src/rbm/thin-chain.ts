/**
 * A Gibbs chain that takes little room and little code, for embedding: the decisions of `gibbs-chain`, bit for bit, without
 * its packed copy of the weights and its tables.
 *
 * A visible unit's uniform number is drawn before its input is known. Two units in three draw one so large that not even
 * all their positive weights together could make them fire: they are passed over, and the others' inputs summed exactly.
 *
 * @module
 */
import { PURPOSE, randomWord, streamKey, uniform, upperHalf } from '../math/random.ts';
import { sigmoid } from '../math/sigmoid.ts';
import type { ActiveUnits } from './sampler.ts';

/** A machine whose weights may still be packed: w[i][j] = scale[i] · units[row of i][j], a float32 exactly. */
export interface ThinRbm {
  readonly visible: number;
  readonly hidden: number;
  /** shape [visible]: the visible biases in nats */
  readonly bv: Float32Array;
  /** shape [hidden]: the hidden biases in nats */
  readonly bh: Float32Array;
  /** shape [visible]: 0 where a unit has no weights, and then no row */
  readonly scale: Float32Array;
  /** shape [rows, hidden]: the rows of the units whose scale is not 0, in their order */
  readonly units: Float32Array | Int8Array;
}

/** A chain and the machine it runs on. Its random numbers depend on seed, index and step alone. */
export interface ThinChain {
  readonly rbm: ThinRbm;
  /** What inputs are multiplied by: 1 / temperature. */
  readonly inverse: number;
  /** shape [visible]: where a unit's row begins in `units` */
  readonly rows: Uint32Array;
  /** shape [visible]: a unit whose uniform number has an upper half of this or more does not fire, whatever is on */
  readonly limits: Uint32Array;
  readonly visible: ActiveUnits;
  readonly hidden: ActiveUnits;
  /** shape [hidden]: room for inputs, in nats */
  readonly input: Float64Array;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
  /** shape [2]: room for a stream's key */
  readonly key: Uint32Array;
  /** Which chain of the seed's, 0–2³²−1. */
  index: number;
  /** Gibbs steps taken since it was started. */
  step: number;
}

/**
 * Makes all the room that a chain needs; it is still to be started.
 *
 * @param seed - shape [4], from `seedState`
 * @param temperature - 0.01–100
 */
export function createThinChain(rbm: ThinRbm, seed: Uint32Array, temperature: number): ThinChain {
  const { visible, hidden, bv, scale, units } = rbm;
  const inverse = 1 / temperature;
  const rows = new Uint32Array(visible);
  const limits = new Uint32Array(visible);
  let at = 0;
  for (let i = 0; i < visible; i++) {
    rows[i] = at;
    let most = bv[i];
    if (scale[i] !== 0) {
      const end = at + hidden;
      for (; at < end; at++) most += Math.max(0, scale[i] * units[at]);
    }
    // Rounded up, with more to spare than sums and logistic are ever off.
    limits[i] = Math.ceil(65536 * sigmoid(inverse * most) + 0.01);
  }
  return {
    rbm,
    inverse,
    rows,
    limits,
    visible: { active: new Uint32Array(visible + 1), count: 0 },
    hidden: { active: new Uint32Array(hidden + 1), count: 0 },
    input: new Float64Array(hidden),
    seed,
    key: new Uint32Array(2),
    index: 0,
    step: 0,
  };
}

/** Starts chain `index` anew: from all visible units off, or from noise, each on with the probability of its bias. */
export function startThinChain(chain: ThinChain, index: number, noise: boolean): void {
  const { visible, key, rbm } = chain;
  chain.index = index;
  chain.step = 0;
  visible.count = 0;
  if (!noise) return;
  streamKey(key, chain.seed, PURPOSE.start, index, 0);
  for (let i = 0; i < rbm.visible; i++) if (fires(key, i, rbm.bv[i])) visible.active[visible.count++] = i;
}

/** Moves a chain `steps` Gibbs steps on. Allocates nothing. */
export function runThinChain(chain: ThinChain, steps: number): void {
  const { rbm, inverse, rows, limits, visible, hidden, input, seed, key } = chain;
  const { scale, units } = rbm;
  for (let s = 0; s < steps; s++, chain.step++) {
    streamKey(key, seed, PURPOSE.chain, chain.index, 2 * chain.step);
    input.set(rbm.bh);
    for (let n = 0; n < visible.count; n++) {
      const unit = scale[visible.active[n]];
      const row = rows[visible.active[n]];
      if (unit !== 0) for (let j = 0; j < input.length; j++) input[j] += unit * units[row + j];
    }
    hidden.count = 0;
    for (let j = 0; j < input.length; j++) if (fires(key, j, inverse * input[j])) hidden.active[hidden.count++] = j;

    streamKey(key, seed, PURPOSE.chain, chain.index, 2 * chain.step + 1);
    visible.count = 0;
    let word = 0;
    for (let i = 0; i < limits.length; i++) {
      if ((i & 1) === 0) word = randomWord(key[0], key[1], i >>> 1);
      if (upperHalf(word, i) >= limits[i]) continue;
      if (fires(key, i, inverse * thinInput(chain, i))) visible.active[visible.count++] = i;
    }
  }
}

/** Visible unit `i`'s input given the hidden layer, in nats: summed in the order of `visible-input`. */
export function thinInput({ rbm, rows, hidden }: ThinChain, i: number): number {
  const { active, count } = hidden;
  const { units } = rbm;
  const unit = rbm.scale[i];
  const row = rows[i];
  let sum = rbm.bv[i];
  if (unit !== 0) for (let n = 0; n < count; n++) sum += unit * units[row + active[n]];
  return sum;
}

/** The exact sampler's decision: u < sigmoid(a) for uniform number n of the stream. */
function fires(key: Uint32Array, n: number, a: number): boolean {
  return uniform(key[0], key[1], n) / 4294967296 < sigmoid(a);
}
