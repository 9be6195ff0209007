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
export let largestWeight: f64 = 0;
export let largestBias: f64 = 0;
/** Rows of `toHidden` whose sums fit 16 bits. */
export let run: i32 = 0;

/** Bounds of |bias| + Σ |weight| of a visible unit, and of Σ |weight| within a block of hidden units; and what they must stay below. */
let largestSum: f64 = 0;
let sumLimit: f64 = 0;
let largestPart: f64 = 0;
let partLimit: f64 = 0;

/** Fewer rows in a run would cost more than they save. */
const SHORTEST_RUN: f64 = 10;
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
  sumLimit = ((32767 - 0.52 * <f64>(hidden + 1) - 3) / <f64>scale) * 0.9999;
  largestWeight = 0;
  largestBias = 0;
  largestSum = 0;
  largestPart = 0;
  for (let j = 0; j < hidden; j++) largestBias = max(largestBias, <f64>abs(load<f32>(hiddenBiases + (j << 2))));
  for (let unit = 0; unit < visible; unit++) {
    const bias: f64 = abs(load<f32>(visibleBiases + (unit << 2)));
    largestBias = max(largestBias, bias);
    let sum: f64 = bias;
    let part: f64 = 0;
    for (let j = 0, left = BLOCK; j < hidden; j++) {
      const weight: f64 = abs(load<f32>(weights + <usize>(unit * hidden + j) * 4));
      largestWeight = max(largestWeight, weight);
      sum += weight;
      part += weight;
      if (--left == 0) {
        largestPart = max(largestPart, part);
        part = 0;
        left = BLOCK;
      }
    }
    largestPart = max(largestPart, part);
    // Not `sum > limit`: NaN does not fit either.
    if (!(sum <= sumLimit)) return false;
    largestSum = max(largestSum, sum);
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
  partLimit = 32600 / <f64>fineScale;
}

function fitsShift(shift: i32, narrow: bool): bool {
  const units: f64 = scale * <f32>((<i32>1) << shift);
  if (<f64>visible * (largestWeight * units + 1) + largestBias * units > 2.0e9) return false;
  return largestWeight * units < 32767 / (2 * SHORTEST_RUN) && (narrow || largestPart * units < 32000);
}

/** Whether all sums fit; sets the length of a run. */
export function fits(): bool {
  const units = largestWeight * fineScale + 1;
  if (!(units <= 32767 / SHORTEST_RUN) || !(<f64>visible * units + largestBias * fineScale < 2.1e9)) return false;
  run = <i32>(32767 / units);
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

function largestFinding(at: usize): f64 {
  let largest: f64 = 0;
  for (let t = 0; t < threads; t++) largest = max(largest, <f64>load<f32>(findings + (t << 5) + at));
  return largest;
}

/** Half a last place of a float32 of this size, and more. */
function roundingOf(size: f64): f64 {
  return size * 1.2e-7;
}

/**
 * Takes over what all threads noted of their steps; whether sums still fit. Every thread does so, to the same result. A parameter moves by
 * its step and by its rounding, which may be the larger one.
 */
export function grow(): bool {
  const step = largestFinding(0) * 1.00001 + roundingOf(largestWeight);
  const biasStep = largestFinding(4) * 1.00001 + roundingOf(largestBias);
  largestWeight += step;
  largestBias += biasStep;
  largestSum += step * hidden + biasStep;
  largestPart += step * BLOCK;
  return fits();
}

/** Takes over what all threads noted of sizes; whether sums fit. */
export function takeSizes(): bool {
  largestWeight = largestFinding(8);
  largestBias = largestFinding(12);
  largestSum = largestFinding(16) * 1.0001;
  largestPart = largestFinding(20) * 1.0001;
  return fits();
}
