/**
 * Annealed importance sampling: one chain from a machine without weights to the real one, or back, and its weight on the way. The same
 * bits as `rbm/diagnostics/annealed-importance`: sums in float64 and in its order, every decision by the exact logistic.
 *
 * Lanes are units: two of a layer, or the two strengths of a step at one hidden unit. For 88x200 a strength takes 5 µs.
 */
import { hiddenInputs } from './hidden-values';
import { sigmoidOfTwo, softplus, softplusOfTwo } from './logistic';
import { hidden, keys, visible, visibleBiases, weights } from './machine';
import { streamKey, uniform } from './random';

/** Purpose of the streams, as in `math/random/purpose.ts`; chains downwards have numbers from here on. */
const ANNEALING: u32 = 8;
const DOWNWARDS: u32 = 0x80000000;

/**
 * Where the chain's arrays are: f32 [hidden][visible] weights the other way round; f32 [visible] biases of the machine without weights;
 * f64 [betas + 1] strengths; u32 lists of visible and hidden units; f64 [hidden] exact inputs of the hidden
 * layer; f64 [the larger layer] inputs to sample from.
 */
let turned: usize = 0;
let base: usize = 0;
let strengths: usize = 0;
let visibleList: usize = 0;
let hiddenList: usize = 0;
let hiddenInput: usize = 0;
let inputs: usize = 0;
let visibleCount: i32 = 0;

/** Takes over where the arrays are, and turns the weights round. */
export function setupAnnealing(
  turnedWeights: usize,
  baseBiases: usize,
  ofBetas: usize,
  visibleUnits: usize,
  hiddenUnits: usize,
  hiddenSums: usize,
  layerInputs: usize,
): void {
  turned = turnedWeights;
  base = baseBiases;
  strengths = ofBetas;
  visibleList = visibleUnits;
  hiddenList = hiddenUnits;
  hiddenInput = hiddenSums;
  inputs = layerInputs;
  for (let i = 0; i < visible; i++) {
    for (let j = 0; j < hidden; j++) {
      store<f32>(turned + <usize>(j * visible + i) * 4, load<f32>(weights + <usize>(i * hidden + j) * 4));
    }
  }
}

function strengthAt(k: i32): f64 {
  return load<f64>(strengths + ((<usize>k) << 3));
}

/** Samples units of these inputs into a list; returns how many fire. */
function fireAll(list: usize, input: usize, count: i32): i32 {
  const key0 = load<u32>(keys, 0);
  const key1 = load<u32>(keys, 4);
  let to = list;
  for (let i = 0; i < count; i += 2) {
    const p = sigmoidOfTwo(v128.load(input + ((<usize>i) << 3)));
    store<u32>(to, i);
    to += <f64>uniform(key0, key1, i) / 4294967296 < f64x2.extract_lane(p, 0) ? 4 : 0;
    if (i + 1 === count) break;
    store<u32>(to, i + 1);
    to += <f64>uniform(key0, key1, i + 1) / 4294967296 < f64x2.extract_lane(p, 1) ? 4 : 0;
  }
  return <i32>((to - list) >> 2);
}

/** log f_β(v) − log f_α(v) of the chain's visible units. */
function logRatio(beta: f64, alpha: f64): f64 {
  let ratio: f64 = 0;
  for (let n = 0; n < visibleCount; n++) {
    const at = (<usize>load<u32>(visibleList + ((<usize>n) << 2))) << 2;
    ratio += <f64>load<f32>(visibleBiases + at) - <f64>load<f32>(base + at);
  }
  ratio *= beta - alpha;
  const both = f64x2(beta, alpha);
  for (let j = 0; j < hidden; j++) {
    const a = load<f64>(hiddenInput + ((<usize>j) << 3));
    const x = f64x2.mul(both, f64x2.splat(a));
    if (abs(a) <= 690) {
      const y = softplusOfTwo(x);
      ratio += f64x2.extract_lane(y, 0) - f64x2.extract_lane(y, 1);
    } else {
      ratio += softplus(beta * a) - softplus(alpha * a);
    }
  }
  return ratio;
}

/** One Gibbs step of the machine of strength beta, in rounds 2k and 2k + 1. */
function step(beta: f64, chain: u32, k: i32): void {
  for (let j: usize = 0; j < (<usize>hidden) << 3; j += 16) {
    v128.store(inputs + j, f64x2.mul(v128.load(hiddenInput + j), f64x2.splat(beta)));
  }
  streamKey(keys, ANNEALING, chain, 2 * k);
  const count = fireAll(hiddenList, inputs, hidden);
  const rest = f64x2.splat(1.0 - beta);
  const strength = f64x2.splat(beta);
  for (let i = 0; i < visible; i += 8) {
    const from = turned + ((<usize>i) << 2);
    const biases = visibleBiases + ((<usize>i) << 2);
    let a = two(biases);
    let b = two(biases + 8);
    let c = two(biases + 16);
    let d = two(biases + 24);
    for (let n = 0; n < count; n++) {
      const p = from + <usize>load<u32>(hiddenList + ((<usize>n) << 2)) * <usize>visible * 4;
      a = f64x2.add(a, two(p));
      b = f64x2.add(b, two(p + 8));
      c = f64x2.add(c, two(p + 16));
      d = f64x2.add(d, two(p + 24));
    }
    const bases = base + ((<usize>i) << 2);
    const to = inputs + ((<usize>i) << 3);
    v128.store(to, f64x2.add(f64x2.mul(rest, two(bases)), f64x2.mul(strength, a)), 0);
    v128.store(to, f64x2.add(f64x2.mul(rest, two(bases + 8)), f64x2.mul(strength, b)), 16);
    v128.store(to, f64x2.add(f64x2.mul(rest, two(bases + 16)), f64x2.mul(strength, c)), 32);
    v128.store(to, f64x2.add(f64x2.mul(rest, two(bases + 24)), f64x2.mul(strength, d)), 48);
  }
  streamKey(keys, ANNEALING, chain, 2 * k + 1);
  sampleVisibleUnits();
}

/** Samples the visible units from their inputs, and sums what the hidden layer has of them: for a ratio, and for the next step. */
function sampleVisibleUnits(): void {
  visibleCount = fireAll(visibleList, inputs, visible);
  hiddenInputs(hiddenInput, visibleList, visibleCount);
}

/** Two float32 as float64. */
function two(from: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(from));
}

/** Walks a chain from the machine without weights upwards; returns the log of its weight. */
export function annealUp(chain: u32, betas: i32): f64 {
  for (let i = 0; i < visible; i++) store<f64>(inputs + ((<usize>i) << 3), <f64>load<f32>(base + ((<usize>i) << 2)));
  streamKey(keys, ANNEALING, chain, 0);
  sampleVisibleUnits();
  let weight: f64 = 0;
  for (let k = 1; k <= betas; k++) {
    weight += logRatio(strengthAt(k), strengthAt(k - 1));
    if (k < betas) step(strengthAt(k), chain, k);
  }
  return weight;
}

/** Walks a chain downwards from a sample of the machine, which is in the list. */
export function annealDown(chain: u32, betas: i32, count: i32): f64 {
  visibleCount = count;
  hiddenInputs(hiddenInput, visibleList, visibleCount);
  let weight: f64 = 0;
  for (let k = betas; k > 0; k--) {
    step(strengthAt(k), DOWNWARDS + chain, k);
    weight += logRatio(strengthAt(k - 1), strengthAt(k));
  }
  return weight;
}
