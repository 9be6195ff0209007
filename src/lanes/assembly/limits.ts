/**
 * How large numbers are, so that sums of int16 cannot overflow. The host repacks a machine when an update may have gone beyond.
 *
 * A sum of the visible layer has all of a unit's weights in it at most: |bias| + Σ |weight| of any unit stays below {@link sumLimit}. A
 * sum of the hidden layer is taken in runs of so many visible units that even the largest weight fits.
 */
import {
  BLOCK,
  findings,
  hidden,
  hiddenBiases,
  MOST_NARROW,
  thread,
  threads,
  visible,
  visibleBiases,
  weights,
} from './machine';

/** Units to a nat; by how many bits finer the weights are that hidden units are summed from; 1 / temperature. */
export let scale: f32 = 0;
export let shift: i32 = 0;
export let inverse: f64 = 1;
/** Units to a nat of `toHidden`; those of `toVisible` in machines with more than MOST_NARROW hidden units too. */
export let fineScale: f32 = 0;
/** Bounds of |weight| and of |bias|, in nats. */
export let largestWeight: f32 = 0;
export let largestBias: f32 = 0;
/** Rows of `toHidden` whose sums fit 16 bits. */
export let run: i32 = 0;

/** Bounds of |bias| + Σ |weight| of a visible unit, and of Σ |weight| within a block of hidden units; and what they must stay below. */
let largestSum: f32 = 0;
let sumLimit: f32 = 0;
let largestPart: f32 = 0;
let partLimit: f32 = 0;

/** Fewer rows in a run would cost more than they save. */
const SHORTEST_RUN: f32 = 10;
/** Finest shift; float32 holds sums of so many units to a nat exactly enough. */
const MOST_SHIFT: i32 = 5;

/**
 * Measures the machine and chooses the shift for a scale, in units to a nat.
 *
 * @returns whether its sums fit
 */
export function measure(unitsToANat: f32, overTemperature: f64): bool {
  scale = unitsToANat;
  inverse = overTemperature;
  sumLimit = ((<f32>32767 - <f32>0.52 * <f32>(hidden + 1) - 3) / scale) * <f32>0.9999;
  largestWeight = 0;
  largestBias = 0;
  largestSum = 0;
  largestPart = 0;
  for (let j = 0; j < hidden; j++) largestBias = max(largestBias, abs(load<f32>(hiddenBiases + (j << 2))));
  for (let unit = 0; unit < visible; unit++) {
    const bias = abs(load<f32>(visibleBiases + (unit << 2)));
    largestBias = max(largestBias, bias);
    let sum: f64 = bias;
    let part: f64 = 0;
    for (let j = 0, left = BLOCK; j < hidden; j++) {
      const weight = abs(load<f32>(weights + <usize>(unit * hidden + j) * 4));
      largestWeight = max(largestWeight, weight);
      sum += weight;
      part += weight;
      if (--left == 0) {
        largestPart = max(largestPart, <f32>part);
        part = 0;
        left = BLOCK;
      }
    }
    largestPart = max(largestPart, <f32>part);
    // Not `sum > limit`: NaN does not fit either.
    if (!(sum <= sumLimit)) return false;
    largestSum = max(largestSum, <f32>sum);
  }
  if (!(largestBias * scale < 1e6)) return false;
  chooseShift();
  return fits();
}

function chooseShift(): void {
  const narrow = hidden <= MOST_NARROW;
  shift = 0;
  while (shift < MOST_SHIFT && fitsShift(shift + 1, narrow)) shift++;
  fineScale = scale * <f32>((<i32>1) << shift);
  partLimit = 32600 / fineScale;
}

function fitsShift(shift: i32, narrow: bool): bool {
  const units = scale * <f32>((<i32>1) << shift);
  if (<f64>visible * <f64>(largestWeight * units + 1) + <f64>(largestBias * units) > 2.0e9) return false;
  return largestWeight * units < <f32>32767 / (2 * SHORTEST_RUN) && (narrow || largestPart * units < 32000);
}

/** Whether all sums fit; sets the length of a run. */
export function fits(): bool {
  const units = largestWeight * fineScale + 1;
  if (!(units <= <f32>32767 / SHORTEST_RUN) || !(<f64>visible * <f64>units + <f64>(largestBias * fineScale) < 2.1e9))
    return false;
  run = <i32>(<f32>32767 / units);
  return largestSum <= sumLimit && (hidden <= MOST_NARROW || largestPart <= partLimit);
}

/** Notes for the thread that ends the update by how much its part of it may have moved weights and biases. */
export function noteSteps(weightStep: f32, biasStep: f32): void {
  const to = findings + (thread << 5);
  store<f32>(to, max(load<f32>(to, 0), weightStep), 0);
  store<f32>(to, max(load<f32>(to, 4), biasStep), 4);
}

/** Notes the largest weight, bias and sum in a thread's part of an update that looks at all of them. */
export function noteSizes(weight: f32, bias: f32, sum: f32, part: f32): void {
  const to = findings + (thread << 5);
  store<f32>(to, max(load<f32>(to, 8), weight), 8);
  store<f32>(to, max(load<f32>(to, 12), bias), 12);
  store<f32>(to, max(load<f32>(to, 16), sum), 16);
  store<f32>(to, max(load<f32>(to, 20), part), 20);
}

/** Begins an update: nothing is noted. */
export function forgetFindings(): void {
  memory.fill(findings, 0, (<usize>threads) << 5);
}

function largestFinding(at: usize): f32 {
  let largest: f32 = 0;
  for (let t = 0; t < threads; t++) largest = max(largest, load<f32>(findings + (t << 5) + at));
  return largest;
}

/** Takes over what all threads noted of their steps; whether sums still fit. Every thread does so, to the same result. */
export function grow(): bool {
  const step = largestFinding(0) * <f32>1.00001;
  const biasStep = largestFinding(4) * <f32>1.00001;
  largestWeight += step;
  largestBias += biasStep;
  largestSum += step * <f32>hidden + biasStep;
  largestPart += step * <f32>BLOCK;
  return fits();
}

/** Takes over what all threads noted of sizes; whether sums fit. */
export function takeSizes(): bool {
  largestWeight = largestFinding(8);
  largestBias = largestFinding(12);
  largestSum = largestFinding(16) * <f32>1.0001;
  largestPart = largestFinding(20) * <f32>1.0001;
  return fits();
}
