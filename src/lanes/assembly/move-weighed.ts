/**
 * One step up the plain gradient in values, with momentum and decay, as `rbm/training/update` takes it:
 *
 *     step = momentum · velocity + rate · gradient − rate · decay · w
 *     w ← round(w + step);  velocity ← round(step)
 *
 * in float64 from left to right. Velocity is read and kept only where there is momentum. Biases do not decay.
 */
import { noteSizes } from './limits';
import {
  DATA,
  hidden,
  hiddenBiases,
  hiddenSteps,
  MODEL,
  visible,
  visibleBiases,
  visibleSteps,
  weightSteps,
  weights,
  wordLanes,
} from './machine';
import { packRows } from './pack';
import { balancesOf, ROWS, sumOfAll, sumsOf, sumTile } from './tile-sums';

/** Moves one parameter. */
function moveOne(at: usize, velocity: usize, rise: f64, fall: f64, momentum: f64): f32 {
  const step = (momentum == 0 ? 0 : momentum * <f64>load<f32>(velocity)) + rise - fall;
  const now = <f32>(<f64>load<f32>(at) + step);
  store<f32>(at, now);
  if (momentum != 0) store<f32>(velocity, <f32>step);
  return now;
}

/** Moves two weights; returns them in the lower lanes. */
function moveTwo(weights: v128, at: usize, velocity: usize, rise: v128, shrink: v128, momentum: f64): v128 {
  const before =
    momentum == 0
      ? f64x2.splat(0)
      : f64x2.mul(f64x2.splat(momentum), f64x2.promote_low_f32x4(v128.load64_zero(velocity)));
  const step = f64x2.sub(f64x2.add(before, rise), f64x2.mul(shrink, weights));
  if (momentum != 0) v128.store64_lane(velocity, f32x4.demote_f64x2_zero(step), 0);
  const now = f32x4.demote_f64x2_zero(f64x2.add(weights, step));
  v128.store64_lane(at, now, 0);
  return now;
}

/** Moves visible units of halves of tiles `first` to `last` − 1, 32 units each, and both copies of their weights. */
export function moveWeighed(rows: i32, first: i32, last: i32, perCount: f64, momentum: f64, shrink: f64): void {
  const scaled = f64x2.splat(perCount);
  const shrinking = f64x2.splat(shrink);
  for (let half = first; half < last; half++) {
    const top = half * ROWS;
    const units = min(ROWS, visible - top);
    sumTile(DATA, rows, half);
    sumTile(MODEL, rows, half);
    for (let i = 0; i < units; i++) {
      const unit = top + i;
      const plus = sumsOf(DATA) + <usize>(i * wordLanes) * 4;
      const minus = sumsOf(MODEL) + <usize>(i * wordLanes) * 4;
      const from = <usize>(unit * hidden) * 4;
      let j = 0;
      for (; j + 2 <= hidden; j += 2) {
        const count = i32x4.sub(v128.load64_zero(plus + (j << 2)), v128.load64_zero(minus + (j << 2)));
        const at = from + ((<usize>j) << 2);
        const now = f64x2.promote_low_f32x4(v128.load64_zero(weights + at));
        moveTwo(
          now,
          weights + at,
          weightSteps + at,
          f64x2.mul(scaled, f64x2.convert_low_i32x4_s(count)),
          shrinking,
          momentum,
        );
      }
      if (j < hidden) {
        const count = load<i32>(plus + (j << 2)) - load<i32>(minus + (j << 2));
        const at = from + ((<usize>j) << 2);
        moveOne(weights + at, weightSteps + at, perCount * <f64>count, shrink * <f64>load<f32>(weights + at), momentum);
      }
      const balance = (load<i32>(balancesOf(DATA) + (i << 2)) - load<i32>(balancesOf(MODEL) + (i << 2))) >> 16;
      const bias = (<usize>unit) << 2;
      // perCount is rate / examples / 65,536, and a power of two changes no rounding.
      moveOne(visibleBiases + bias, visibleSteps + bias, perCount * 65536 * <f64>balance, 0, momentum);
    }
    packRows(top, units);
  }
}

/** Moves the hidden biases: one thread does so. */
export function moveHiddenWeighed(rows: i32, perCount: f64, momentum: f64): void {
  let largest: f32 = 0;
  for (let j = 0; j < hidden; j++) {
    const count = sumOfAll(DATA, rows, j) - sumOfAll(MODEL, rows, j);
    const at = (<usize>j) << 2;
    largest = max(largest, abs(moveOne(hiddenBiases + at, hiddenSteps + at, perCount * <f64>count, 0, momentum)));
  }
  noteSizes(0, largest, 0, 0);
}
