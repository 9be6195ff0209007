/**
 * One step up the centred gradient, against persistent chains, as `rbm/training/centred-update` takes it: with ⟨·⟩ the mean over the
 * examples less that over the chains, μ and λ the units' offsets,
 *
 *     dW = ⟨v h⟩ − μ ⟨h⟩ − ⟨v⟩ λ − decay · W
 *     dbv = ⟨v⟩ − dW λ;   dbh = ⟨h⟩ − sparsity · (mean h of the examples − 0.1) − μᵀ dW
 *
 * in float64, from left to right; sums over units ascend. A lane is a hidden unit; dW λ, a sum over hidden units, is added lane by lane.
 *
 * One thread alone takes dbh down the rows as it moves them. Threads that share the update keep dW, and sum dbh afterwards in columns.
 */
import { noteSizes } from './limits';
import {
  DATA,
  hidden,
  hiddenBiases,
  hiddenDifference,
  hiddenOffsets,
  hiddenSlopes,
  hiddenSteps,
  MODEL,
  slopes,
  visible,
  visibleBiases,
  visibleOffsets,
  visibleSteps,
  weightSteps,
  weights,
  wordLanes,
} from './machine';
import { packRows } from './pack';
import { balancesOf, ROWS, sumOfAll, sumsOf, sumTile, tileRoom } from './tile-sums';

const ONE: f64 = 65536;
/** How often a hidden unit is on where sparsity is wanted. */
const SPARSE: f64 = 0.1;

/** Where in `tileRoom` each unit's μ, ⟨v⟩ and dW λ are: f64 [32] each. */
const DIFFERENCE: usize = 256;
const EXPLAINED: usize = 512;

/** Begins a step: the hidden units' means. Writes `hiddenDifference`, `hiddenSlopes` and the new `hiddenOffsets`. One thread does so. */
export function startCentred(examples: i32, chains: i32, sparsity: f64, offsetRate: f64): void {
  const perExample: f64 = 1.0 / (<f64>examples * ONE);
  const perChain: f64 = 1.0 / (<f64>chains * ONE);
  for (let j = 0; j < hidden; j++) {
    const mean = <f64>sumOfAll(DATA, examples, j) * perExample;
    const difference = mean - <f64>sumOfAll(MODEL, chains, j) * perChain;
    const at = (<usize>j) << 3;
    store<f64>(hiddenDifference + at, difference);
    store<f64>(hiddenSlopes + at, difference - sparsity * (mean - SPARSE));
    const before = load<f64>(hiddenOffsets + at);
    store<f64>(hiddenOffsets + at, before + offsetRate * (mean - before));
  }
}

/** Moves visible units of halves of tiles `first` to `last` − 1, 32 units each, and both copies of their weights. */
export function moveCentred(
  examples: i32,
  chains: i32,
  first: i32,
  last: i32,
  rate: f64,
  momentum: f64,
  decay: f64,
): void {
  const perExample: f64 = 1.0 / (<f64>examples * ONE);
  const perChain: f64 = 1.0 / (<f64>chains * ONE);
  for (let half = first; half < last; half++) {
    const top = half * ROWS;
    const units = min(ROWS, visible - top);
    sumTile(DATA, examples, half);
    sumTile(MODEL, chains, half);
    const room = tileRoom();
    for (let i = 0; i < units; i++) {
      const at = room + (i << 3);
      store<f64>(at, load<f64>(visibleOffsets + ((<usize>(top + i)) << 3)));
      const data = <f64>load<i32>(balancesOf(DATA) + (i << 2)) * perExample;
      store<f64>(at, data - <f64>load<i32>(balancesOf(MODEL) + (i << 2)) * perChain, DIFFERENCE);
      store<f64>(at, 0, EXPLAINED);
    }
    let j = 0;
    for (; j + 4 <= hidden; j += 4) moveColumns(top, units, j, perExample, perChain, rate, momentum, decay);
    for (; j < hidden; j++) moveColumn(top, units, j, perExample, perChain, rate, momentum, decay);
    for (let i = 0; i < units; i++) {
      const at = room + (i << 3);
      const bias = (<usize>(top + i)) << 2;
      move(
        visibleBiases + bias,
        visibleSteps + bias,
        rate * (load<f64>(at, DIFFERENCE) - load<f64>(at, EXPLAINED)),
        momentum,
      );
    }
    packRows(top, units);
  }
}

/** Moves one parameter by momentum and `rise`. */
function move(at: usize, velocity: usize, rise: f64, momentum: f64): f32 {
  const step = momentum == 0 ? rise : momentum * <f64>load<f32>(velocity) + rise;
  const now = <f32>(<f64>load<f32>(at) + step);
  store<f32>(at, now);
  if (momentum != 0) store<f32>(velocity, <f32>step);
  return now;
}

/** Moves the weights of four hidden units. */
function moveColumns(
  top: i32,
  units: i32,
  j: i32,
  perExample: f64,
  perChain: f64,
  rate: f64,
  momentum: f64,
  decay: f64,
): void {
  const bytes = (<usize>wordLanes) << 2;
  const column = (<usize>j) << 3;
  const pe = f64x2.splat(perExample);
  const pc = f64x2.splat(perChain);
  const vr = f64x2.splat(rate);
  const vd = f64x2.splat(decay);
  const dh0 = v128.load(hiddenDifference + column);
  const dh1 = v128.load(hiddenDifference + column, 16);
  const lambda0 = v128.load(hiddenOffsets + column);
  const lambda1 = v128.load(hiddenOffsets + column, 16);
  let dbh0 = v128.load(hiddenSlopes + column);
  let dbh1 = v128.load(hiddenSlopes + column, 16);
  let at = <usize>(top * hidden + j) * 4;
  let plus = sumsOf(DATA) + ((<usize>j) << 2);
  let minus = sumsOf(MODEL) + ((<usize>j) << 2);
  let kept = slopes + (<usize>top * bytes + ((<usize>j) << 2)) * 2;
  const room = tileRoom();
  for (let unit = room, end = room + (units << 3); unit < end; unit += 8) {
    const mu = v128.load64_splat(unit);
    const dv = v128.load64_splat(unit, DIFFERENCE);
    const x = v128.load(plus);
    const y = v128.load(minus);
    const w0 = f64x2.promote_low_f32x4(v128.load64_zero(weights + at));
    const w1 = f64x2.promote_low_f32x4(v128.load64_zero(weights + at, 8));
    let s0 = f64x2.sub(f64x2.mul(f64x2.convert_low_i32x4_s(x), pe), f64x2.mul(f64x2.convert_low_i32x4_s(y), pc));
    let s1 = f64x2.sub(
      f64x2.mul(f64x2.convert_low_i32x4_s(upper(x)), pe),
      f64x2.mul(f64x2.convert_low_i32x4_s(upper(y)), pc),
    );
    s0 = f64x2.sub(f64x2.sub(f64x2.sub(s0, f64x2.mul(mu, dh0)), f64x2.mul(dv, lambda0)), f64x2.mul(vd, w0));
    s1 = f64x2.sub(f64x2.sub(f64x2.sub(s1, f64x2.mul(mu, dh1)), f64x2.mul(dv, lambda1)), f64x2.mul(vd, w1));
    if (slopes != 0) {
      v128.store(kept, s0, 0);
      v128.store(kept, s1, 16);
    } else {
      dbh0 = f64x2.sub(dbh0, f64x2.mul(mu, s0));
      dbh1 = f64x2.sub(dbh1, f64x2.mul(mu, s1));
    }
    const e0 = f64x2.mul(s0, lambda0);
    const e1 = f64x2.mul(s1, lambda1);
    const explained = load<f64>(unit, EXPLAINED) + f64x2.extract_lane(e0, 0) + f64x2.extract_lane(e0, 1);
    store<f64>(unit, explained + f64x2.extract_lane(e1, 0) + f64x2.extract_lane(e1, 1), EXPLAINED);
    let step0 = f64x2.mul(vr, s0);
    let step1 = f64x2.mul(vr, s1);
    if (momentum != 0) {
      const vm = f64x2.splat(momentum);
      step0 = f64x2.add(f64x2.mul(vm, f64x2.promote_low_f32x4(v128.load64_zero(weightSteps + at))), step0);
      step1 = f64x2.add(f64x2.mul(vm, f64x2.promote_low_f32x4(v128.load64_zero(weightSteps + at, 8))), step1);
      v128.store(weightSteps + at, narrow(step0, step1));
    }
    v128.store(weights + at, narrow(f64x2.add(w0, step0), f64x2.add(w1, step1)));
    at += (<usize>hidden) << 2;
    plus += bytes;
    minus += bytes;
    kept += bytes << 1;
  }
  if (slopes == 0) {
    v128.store(hiddenSlopes + column, dbh0);
    v128.store(hiddenSlopes + column, dbh1, 16);
  }
}

function upper(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 2, 3, 2, 3);
}

function narrow(a: v128, b: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
}

/** Moves the weights of one hidden unit, of the last that are fewer than four. */
function moveColumn(
  top: i32,
  units: i32,
  j: i32,
  perExample: f64,
  perChain: f64,
  rate: f64,
  momentum: f64,
  decay: f64,
): void {
  const difference = load<f64>(hiddenDifference + ((<usize>j) << 3));
  const lambda = load<f64>(hiddenOffsets + ((<usize>j) << 3));
  let dbh = load<f64>(hiddenSlopes + ((<usize>j) << 3));
  for (let i = 0; i < units; i++) {
    const unit = tileRoom() + (i << 3);
    const lane = (<usize>(i * wordLanes) + j) << 2;
    const at = <usize>((top + i) * hidden + j) * 4;
    const mu = load<f64>(unit);
    const slope =
      <f64>load<i32>(sumsOf(DATA) + lane) * perExample -
      <f64>load<i32>(sumsOf(MODEL) + lane) * perChain -
      mu * difference -
      load<f64>(unit, DIFFERENCE) * lambda -
      decay * <f64>load<f32>(weights + at);
    if (slopes != 0) store<f64>(slopes + (<usize>((top + i) * wordLanes) + j) * 8, slope);
    else dbh -= mu * slope;
    store<f64>(unit, load<f64>(unit, EXPLAINED) + slope * lambda, EXPLAINED);
    move(weights + at, weightSteps + at, rate * slope, momentum);
  }
  if (slopes == 0) store<f64>(hiddenSlopes + ((<usize>j) << 3), dbh);
}

/** Where threads share the update: takes dbh of hidden units `first` to `last` − 1, multiples of eight, down the rows that were kept. */
export function sumSlopes(first: i32, last: i32): void {
  for (let j = first; j < last; j += 8) {
    const to = hiddenSlopes + ((<usize>j) << 3);
    let a = v128.load(to, 0);
    let b = v128.load(to, 16);
    let c = v128.load(to, 32);
    let d = v128.load(to, 48);
    let row = slopes + ((<usize>j) << 3);
    for (let i = 0; i < visible; i++, row += (<usize>wordLanes) << 3) {
      const mu = v128.load64_splat(visibleOffsets + ((<usize>i) << 3));
      a = f64x2.sub(a, f64x2.mul(mu, v128.load(row, 0)));
      b = f64x2.sub(b, f64x2.mul(mu, v128.load(row, 16)));
      c = f64x2.sub(c, f64x2.mul(mu, v128.load(row, 32)));
      d = f64x2.sub(d, f64x2.mul(mu, v128.load(row, 48)));
    }
    v128.store(to, a, 0);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
  }
}

/** Moves the hidden biases, when all rows have been moved. One thread does so. */
export function moveHiddenCentred(rate: f64, momentum: f64): void {
  let largest: f32 = 0;
  for (let j = 0; j < hidden; j++) {
    const at = (<usize>j) << 2;
    largest = max(
      largest,
      abs(move(hiddenBiases + at, hiddenSteps + at, rate * load<f64>(hiddenSlopes + ((<usize>j) << 3)), momentum)),
    );
  }
  noteSizes(0, largest, 0, 0);
}
