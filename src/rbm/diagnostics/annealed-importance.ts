/**
 * log Z of machines too large to enumerate, estimated by annealed importance sampling.
 *
 * Between a machine without weights, whose Z is known, and the real one lie machines of every strength β: visible biases
 * (1 − β) · base + β · bv, all else times β. Chains walk from one end to the other, a Gibbs step at each, and weigh the
 * steps. Walking upwards the estimate is too low as a rule, downwards too high; where the two agree, they can be trusted.
 *
 * Source: Salakhutdinov and Murray (2008), "On the quantitative analysis of deep belief networks"; Burda, Grosse and
 * Salakhutdinov (2015), "Accurate and conservative estimates of MRF log-likelihood using reverse annealing".
 *
 * @module
 */
import { checkInteger, checkLength } from '../../check.ts';
import { exp } from '../../math/functions/exp.ts';
import { log } from '../../math/functions/log.ts';
import { sigmoid, softplus } from '../../math/functions/sigmoid.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey, uniform } from '../../math/random/random.ts';
import { hiddenInput } from '../kernels/hidden-input.ts';
import { type Kernels, tableOf } from '../kernels/kernels.ts';
import { visibleInput } from '../kernels/visible-input.ts';
import type { Rbm } from '../rbm.ts';
import { type ActiveUnits, createUnits } from '../sampling/active-units.ts';

/** How to estimate. */
export interface Annealing {
  /** shape [visible]: biases of the machine without weights; best those that the data alone would give */
  readonly base: Float32Array;
  /** Betas between the two ends, 1–1,000,000: the more, the closer the two estimates. */
  readonly betas: number;
  /** Chains, 2–100,000. */
  readonly chains: number;
  /** shape [4], from `seedState` */
  readonly seed: Uint32Array;
}

/** An estimate of log Z, in nats. */
export interface LogPartition {
  /** log Z, in nats. */
  readonly logPartition: number;
  /** Its standard error as the chains' weights scatter; where chains miss what matters, the error is larger than this. */
  readonly error: number;
}

/** Chains downwards have numbers of their own: the two estimates share no draw. */
const DOWNWARDS = 2147483648;

/** Chains of an annealing, one after another. */
export interface Walk {
  /** Walks chain `chain` upwards, from the machine without weights; returns the log of its weight. */
  up(chain: number): number;
  /** Walks it downwards from visible units, ascending, that are a sample of the machine. */
  down(chain: number, start: ArrayLike<number>): number;
}

/** Upwards: chains start from the machine without weights. `kernels`: plain ones by default. */
export function annealUp(rbm: Rbm, annealing: Annealing, kernels?: Kernels): LogPartition {
  const walk = createWalk(rbm, annealing, kernels);
  const { mean, error } = logMean(Float64Array.from({ length: annealing.chains }, (_, c) => walk.up(c)));
  return { logPartition: baseLogPartition(rbm, annealing.base) + mean, error };
}

/**
 * Downwards: chains must start at samples of the machine itself.
 *
 * @param start - chain c starts at visible units `start(c)`, ascending: a sample of the machine
 * @param kernels - plain ones by default
 */
export function annealDown(
  rbm: Rbm,
  annealing: Annealing,
  start: (chain: number) => ArrayLike<number>,
  kernels?: Kernels,
): LogPartition {
  const walk = createWalk(rbm, annealing, kernels);
  const { mean, error } = logMean(Float64Array.from({ length: annealing.chains }, (_, c) => walk.down(c, start(c))));
  return { logPartition: baseLogPartition(rbm, annealing.base) - mean, error };
}

function createWalk(rbm: Rbm, annealing: Annealing, kernels: Kernels | undefined): Walk {
  checkLength('base', annealing.base, rbm.visible);
  checkInteger('betas', annealing.betas, 1, 1_000_000);
  checkInteger('chains', annealing.chains, 2, 100_000);
  return (tableOf(kernels)?.createWalk ?? createPlainWalk)(rbm, annealing);
}

/** Chains of plain kernels. */
export function createPlainWalk(rbm: Rbm, annealing: Annealing): Walk {
  const walk = createState(rbm, annealing);
  const { betas } = annealing;
  return {
    up(chain) {
      let weight = 0;
      streamKey(walk.key, annealing.seed, PURPOSE.annealing, chain, 0);
      fireAll(walk.visible, Float64Array.from(annealing.base), walk.key);
      for (let k = 1; k <= betas; k++) {
        weight += logRatio(walk, strengthAt(k, betas), strengthAt(k - 1, betas));
        if (k < betas) step(walk, strengthAt(k, betas), chain, k);
      }
      return weight;
    },
    down(chain, start) {
      let weight = 0;
      walk.visible.active.set(start);
      walk.visible.count = start.length;
      for (let k = betas; k > 0; k--) {
        step(walk, strengthAt(k, betas), DOWNWARDS + chain, k);
        weight += logRatio(walk, strengthAt(k - 1, betas), strengthAt(k, betas));
      }
      return weight;
    },
  };
}

/** A machine and the workspace of a chain. */
interface WalkState extends Annealing {
  readonly rbm: Rbm;
  readonly visible: ActiveUnits;
  readonly hidden: ActiveUnits;
  readonly hiddenInput: Float64Array;
  readonly visibleInput: Float64Array;
  readonly key: Uint32Array;
}

function createState(rbm: Rbm, annealing: Annealing): WalkState {
  return {
    ...annealing,
    rbm,
    visible: createUnits(rbm.visible),
    hidden: createUnits(rbm.hidden),
    hiddenInput: new Float64Array(rbm.hidden),
    visibleInput: new Float64Array(rbm.visible),
    key: new Uint32Array(2),
  };
}

/**
 * Strength k of n, from 0 to 1: a quarter of them up to a half, a quarter up to nine tenths, the rest beyond, where machines
 * change most.
 */
export function strengthAt(k: number, n: number): number {
  const along = k / n;
  if (along < 0.25) return 2 * along;
  if (along < 0.5) return 0.5 + 1.6 * (along - 0.25);
  return 0.9 + 0.2 * (along - 0.5);
}

/** log Z of the machine without weights, whose hidden units are on half of the time. */
function baseLogPartition({ hidden }: Rbm, base: Float32Array): number {
  let sum = hidden * softplus(0);
  for (let i = 0; i < base.length; i++) sum += softplus(base[i]);
  return sum;
}

/** log f_β(v) − log f_α(v), where f_β(v) = exp(((1 − β) base + β bv)·v) Π_j (1 + exp(β (bh_j + Σ_i v_i w_ij))). */
function logRatio({ rbm, base, visible, hiddenInput: input }: WalkState, beta: number, alpha: number): number {
  hiddenInput(input, visible.active, visible.count, rbm.w, rbm.bh);
  let ratio = 0;
  for (let n = 0; n < visible.count; n++) ratio += rbm.bv[visible.active[n]] - base[visible.active[n]];
  ratio *= beta - alpha;
  for (let j = 0; j < input.length; j++) ratio += softplus(beta * input[j]) - softplus(alpha * input[j]);
  return ratio;
}

/** One Gibbs step of the machine of strength β. Chain c draws in rounds 2k and 2k + 1 of stream (seed, annealing, c). */
function step(walk: WalkState, beta: number, chain: number, k: number): void {
  const { rbm, base, visible, hidden, hiddenInput: h, visibleInput: v, key, seed } = walk;
  hiddenInput(h, visible.active, visible.count, rbm.w, rbm.bh);
  for (let j = 0; j < h.length; j++) h[j] *= beta;
  streamKey(key, seed, PURPOSE.annealing, chain, 2 * k);
  fireAll(hidden, h, key);
  visibleInput(v, hidden.active, hidden.count, rbm.w, rbm.bv, rbm.hidden);
  for (let i = 0; i < v.length; i++) v[i] = (1 - beta) * base[i] + beta * v[i];
  streamKey(key, seed, PURPOSE.annealing, chain, 2 * k + 1);
  fireAll(visible, v, key);
}

/** Samples units of these inputs. */
function fireAll(units: ActiveUnits, input: Float64Array, key: Uint32Array): void {
  let count = 0;
  for (let i = 0; i < input.length; i++) {
    if (uniform(key[0], key[1], i) / 4294967296 < sigmoid(input[i])) units.active[count++] = i;
  }
  units.count = count;
}

/** The log of the mean of weights given as logs, and its standard error. */
function logMean(logs: Float64Array): { mean: number; error: number } {
  let largest = -Infinity;
  for (let c = 0; c < logs.length; c++) largest = Math.max(largest, logs[c]);
  let sum = 0;
  let squares = 0;
  for (let c = 0; c < logs.length; c++) {
    const weight = exp(logs[c] - largest);
    sum += weight;
    squares += weight * weight;
  }
  const mean = sum / logs.length;
  const variance = (squares / logs.length - mean * mean) / (logs.length - 1);
  return { mean: largest + log(mean), error: Math.sqrt(Math.max(0, variance)) / mean };
}
