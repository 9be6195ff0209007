/**
 * What hidden units count for in the statistics, in units of 2⁻¹⁶: round(65,536 σ(a)) with a their exact inputs, or 65,536 where a
 * sample is on.
 *
 * The exact input is the float64 sum in the order of the list, as `rbm/kernels/hidden-input` has it: a lane is a hidden unit, so sixteen
 * of them are summed at once without changing the order.
 */
import { countsOf, listsOf } from './lists';
import { sigmoidOfTwo } from './logistic';
import {
  byteLanes,
  DATA,
  dataLanes,
  dataValues,
  hidden,
  hiddenBiases,
  MODEL,
  modelLanes,
  modelValues,
  scratch,
  visible,
  weights,
  wordLanes,
} from './machine';
import { sampleLanes } from './sample-hidden';

const ONE: i32 = 65536;

/** Writes sixteen exact inputs, f64, from hidden unit `j` on; lanes behind the layer are of no meaning. */
function inputsOfSixteen(to: usize, list: usize, end: usize, j: i32): void {
  const stride = (<usize>hidden) << 2;
  const biases = hiddenBiases + (j << 2);
  const from = weights + (j << 2);
  let a = f64x2.promote_low_f32x4(v128.load64_zero(biases, 0));
  let b = f64x2.promote_low_f32x4(v128.load64_zero(biases, 8));
  let c = f64x2.promote_low_f32x4(v128.load64_zero(biases, 16));
  let d = f64x2.promote_low_f32x4(v128.load64_zero(biases, 24));
  let e = f64x2.promote_low_f32x4(v128.load64_zero(biases, 32));
  let f = f64x2.promote_low_f32x4(v128.load64_zero(biases, 40));
  let g = f64x2.promote_low_f32x4(v128.load64_zero(biases, 48));
  let h = f64x2.promote_low_f32x4(v128.load64_zero(biases, 56));
  for (; list < end; list += 4) {
    const p = from + <usize>load<u32>(list) * stride;
    a = f64x2.add(a, f64x2.promote_low_f32x4(v128.load64_zero(p, 0)));
    b = f64x2.add(b, f64x2.promote_low_f32x4(v128.load64_zero(p, 8)));
    c = f64x2.add(c, f64x2.promote_low_f32x4(v128.load64_zero(p, 16)));
    d = f64x2.add(d, f64x2.promote_low_f32x4(v128.load64_zero(p, 24)));
    e = f64x2.add(e, f64x2.promote_low_f32x4(v128.load64_zero(p, 32)));
    f = f64x2.add(f, f64x2.promote_low_f32x4(v128.load64_zero(p, 40)));
    g = f64x2.add(g, f64x2.promote_low_f32x4(v128.load64_zero(p, 48)));
    h = f64x2.add(h, f64x2.promote_low_f32x4(v128.load64_zero(p, 56)));
  }
  v128.store(to, a, 0);
  v128.store(to, b, 16);
  v128.store(to, c, 32);
  v128.store(to, d, 48);
  v128.store(to, e, 64);
  v128.store(to, f, 80);
  v128.store(to, g, 96);
  v128.store(to, h, 112);
}

/** Writes the exact inputs of the hidden layer, f64, for a list of visible units. `out`: memory for 16 more than there are. */
export function hiddenInputs(out: usize, list: usize, count: i32): void {
  const end = list + ((<usize>count) << 2);
  for (let j = 0; j < hidden; j += 16) inputsOfSixteen(out + (j << 3), list, end, j);
}

/** Writes the values of data or model rows. */
export function keepProbabilities(which: i32, first: i32, last: i32): void {
  const lists = listsOf(which);
  const counts = countsOf(which);
  for (let row = first; row < last; row++) {
    const list = lists + <usize>(row * (visible + 4)) * 4;
    const out = valuesOf(which, row);
    const end = list + ((<usize>load<i32>(counts + (row << 2))) << 2);
    for (let j = 0; j < hidden; j += 16) {
      inputsOfSixteen(scratch, list, end, j);
      for (let k = 0; k < 16; k += 2) {
        const x = f64x2.mul(sigmoidOfTwo(v128.load(scratch + (k << 3))), f64x2.splat(ONE));
        // As Math.round has it: halves go up.
        const whole = f64x2.floor(x);
        const up = v128.and(f64x2.ge(f64x2.sub(x, whole), f64x2.splat(0.5)), f64x2.splat(1));
        v128.store64_lane(out + ((j + k) << 2), i32x4.trunc_sat_f64x2_s_zero(f64x2.add(whole, up)), 0);
      }
    }
    clearRest(out);
  }
}

/** Samples the values of data or model rows from the sums that are there. */
export function keepSamples(which: i32, first: i32, last: i32, stream: usize): void {
  for (let row = first; row < last; row++) {
    const lanes = lanesOf(which, row);
    sampleLanes(lanes, which, row, stream);
    const out = valuesOf(which, row);
    for (let j = 0; j < hidden; j++) store<i32>(out + (j << 2), load<i8>(lanes + j) == 0 ? 0 : ONE);
    clearRest(out);
  }
}

function clearRest(out: usize): void {
  for (let j = hidden; j < wordLanes; j++) store<i32>(out + (j << 2), 0);
}

export function lanesOf(which: i32, row: i32): usize {
  return (which == DATA ? dataLanes : modelLanes) + <usize>(row * byteLanes);
}

function valuesOf(which: i32, row: i32): usize {
  return (which == MODEL ? modelValues : dataValues) + <usize>(row * wordLanes) * 4;
}
