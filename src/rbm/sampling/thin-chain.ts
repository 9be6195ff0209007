/**
 * A Gibbs chain that takes little room and little code, for embedding: the decisions of `gibbs-chain`, bit for bit, without
 * its packed copy of the weights and its tables.
 *
 * A visible unit's uniform number is drawn before its input is known. Three units in five draw one so large that not
 * even all their positive weights together could make them fire: they are passed over, the others' inputs summed exactly.
 *
 * @module
 */
import { sigmoid } from '../../math/functions/sigmoid.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey, uniform } from '../../math/random/random.ts';
import type { ActiveUnits } from './active-units.ts';

/** What uniform numbers are whole multiples of one over. */
const TWO_32 = 4294967296;

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
  /** shape [visible]: a unit whose uniform number is this or more does not fire, whatever is on; in units of 2⁻³² */
  readonly limits: Float64Array;
  readonly visible: ActiveUnits;
  readonly hidden: ActiveUnits;
  /** shape [≥ visible, ≥ hidden]: scratch for the inputs of units in question, in nats */
  readonly input: Float64Array;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
  /** shape [2]: scratch for a stream's key */
  readonly key: Uint32Array;
  /** Which chain of the seed's, 0–2³¹−1. */
  index: number;
  /** Gibbs steps taken since it was started. */
  step: number;
}

/**
 * Allocates all that a chain needs; it is still to be started.
 *
 * @param seed - shape [4], from `seedState`
 * @param temperature - 0.01–100
 */
export function createThinChain(rbm: ThinRbm, seed: Uint32Array, temperature: number): ThinChain {
  const { visible, hidden, bv, scale, units } = rbm;
  const inverse = 1 / temperature;
  const rows = new Uint32Array(visible);
  const limits = new Float64Array(visible);
  let at = 0;
  for (let i = 0; i < visible; i++) {
    rows[i] = at;
    let most = bv[i];
    if (scale[i] !== 0) {
      const end = at + hidden;
      for (; at < end; at++) most += Math.max(0, scale[i] * units[at]);
    }
    // Rounded sums, too, are largest with all positive weights in this order; the logistic is off by less than is added.
    limits[i] = TWO_32 * (sigmoid(inverse * most) + 1e-9);
  }
  return {
    rbm,
    inverse,
    rows,
    limits,
    visible: { active: new Uint32Array(visible), count: 0 },
    hidden: { active: new Uint32Array(hidden), count: 0 },
    input: new Float64Array(Math.max(visible, hidden)),
    seed,
    key: new Uint32Array(2),
    index: 0,
    step: 0,
  };
}

/** Starts chain `index` anew: from all visible units off, or from noise, each on with the probability of its bias. */
export function startThinChain(chain: ThinChain, index: number, noise: boolean): void {
  const { visible, key, rbm, input } = chain;
  chain.index = index;
  chain.step = 0;
  visible.count = 0;
  if (!noise) return;
  streamKey(key, chain.seed, PURPOSE.start, index, 0);
  input.set(rbm.bv);
  settle(chain, listAll(visible), { inverse: 1 });
}

/** Moves a chain `steps` Gibbs steps on. Allocates nothing. */
export function runThinChain(chain: ThinChain, steps: number): void {
  const { visible, hidden, seed, key } = chain;
  for (let s = 0; s < steps; s++, chain.step++) {
    hiddenInputs(chain);
    streamKey(key, seed, PURPOSE.chain, chain.index, 2 * chain.step);
    settle(chain, listAll(hidden));

    streamKey(key, seed, PURPOSE.chain, chain.index, 2 * chain.step + 1);
    listPossible(visible, chain.limits, key);
    visibleInputs(chain, visible);
    settle(chain, visible);
  }
}

/** Writes the hidden units' inputs, summed in the order of `hidden-input`. */
function hiddenInputs({ rbm, rows, visible, input }: ThinChain): void {
  const { hidden, scale, units } = rbm;
  input.set(rbm.bh);
  for (let n = 0; n < visible.count; n++) {
    const unit = scale[visible.active[n]];
    const row = rows[visible.active[n]];
    if (unit !== 0) for (let j = 0; j < hidden; j++) input[j] += unit * units[row + j];
  }
}

/** Writes to `input` the inputs of the visible units of a list, in its order, each summed in the order of `visible-input`. */
export function visibleInputs({ rbm, rows, hidden, input }: ThinChain, list: ActiveUnits): void {
  const { bv, scale, units } = rbm;
  for (let n = 0; n < list.count; n++) {
    const i = list.active[n];
    let sum = bv[i];
    // Where the scale is 0 the row is another unit's.
    if (scale[i] !== 0) for (let k = 0; k < hidden.count; k++) sum += scale[i] * units[rows[i] + hidden.active[k]];
    input[n] = sum;
  }
}

/** Lists all units of a layer, which it gives back. */
export function listAll(layer: ActiveUnits): ActiveUnits {
  const { active } = layer;
  layer.count = active.length;
  for (let n = 0; n < active.length; n++) active[n] = n;
  return layer;
}

/** Lists the units whose uniform numbers are below their limits: the others do not fire. */
function listPossible(layer: ActiveUnits, limits: Float64Array, key: Uint32Array): void {
  const { active } = layer;
  let count = 0;
  for (let i = 0; i < limits.length; i++) if (uniform(key[0], key[1], i) < limits[i]) active[count++] = i;
  layer.count = count;
}

/**
 * Keeps the listed units that fire, those with u < sigmoid(input): the exact sampler's decisions. The chain's `input` has them in list
 * order, and its `key` is that of their uniform numbers. (Two loops, and no double as an argument: the compiler puts only so much code in
 * the place of calls, and what it still calls takes and returns doubles on the heap.)
 */
function settle(chain: ThinChain, layer: ActiveUnits, how: Pick<ThinChain, 'inverse'> = chain): void {
  const { input, key } = chain;
  const { active, count } = layer;
  activate(input, count, how);
  let fired = 0;
  for (let n = 0; n < count; n++) {
    if (uniform(key[0], key[1], active[n]) < input[n]) active[fired++] = active[n];
  }
  layer.count = fired;
}

/** Inputs to probabilities, in units of 2⁻³² as uniform numbers are: that is exact. */
function activate(input: Float64Array, count: number, { inverse }: Pick<ThinChain, 'inverse'>): void {
  for (let n = 0; n < count; n++) input[n] = TWO_32 * sigmoid(inverse * input[n]);
}
