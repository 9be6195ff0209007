/**
 * `src/dense/activations.ts` in lanes.
 *
 * The last one to three elements go through the same lanes: they are loaded and stored one by one.
 */

const LOG2_E: f32 = 1.4426950408889634;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -0.00021219444;
const TO_INTEGER: f32 = 12582912;

/** `expMinusOne` of `src/math/functions/float32.ts`. The low bits of x + 12582912 are those of the whole number k. */
function expMinusOne(x: v128): v128 {
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(LOG2_E)), f32x4.splat(TO_INTEGER));
  const k = f32x4.sub(shifted, f32x4.splat(TO_INTEGER));
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(k, f32x4.splat(LN2_HIGH))), f32x4.mul(k, f32x4.splat(LN2_LOW)));
  let q = f32x4.splat(1 / 5040);
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(1 / 720));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(1 / 120));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(1 / 24));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(1 / 6));
  q = f32x4.add(f32x4.mul(q, r), f32x4.splat(1 / 2));
  const p = f32x4.add(r, f32x4.mul(f32x4.mul(r, r), q));
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(127 << 23));
  return f32x4.add(f32x4.mul(power, p), f32x4.sub(power, f32x4.splat(1)));
}

/** Between −most and most. NaN stays NaN: of two numbers neither of which is less, these take the first. `min` and `max` take 1.5 times as long. */
function clamp(x: v128, most: f32): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(most)), f32x4.splat(-most));
}

export function tanh4(x: v128): v128 {
  const e = expMinusOne(clamp(f32x4.add(x, x), 20));
  return f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
}

export function sigmoid4(x: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.add(expMinusOne(clamp(f32x4.neg(x), 87)), f32x4.splat(2)));
}

export function tanhValues(out: usize, x: usize, count: i32): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = (<usize>k) << 2;
    v128.store(out + at, tanh4(v128.load(x + at)));
  }
  for (; k < count; k++) {
    const at = (<usize>k) << 2;
    v128.store_lane<f32>(out + at, tanh4(v128.load32_zero(x + at)), 0);
  }
}

export function sigmoidValues(out: usize, x: usize, count: i32): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = (<usize>k) << 2;
    v128.store(out + at, sigmoid4(v128.load(x + at)));
  }
  for (; k < count; k++) {
    const at = (<usize>k) << 2;
    v128.store_lane<f32>(out + at, sigmoid4(v128.load32_zero(x + at)), 0);
  }
}

export function tanhGradient(dx: usize, dy: usize, y: usize, count: i32): void {
  const one = f32x4.splat(1);
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = (<usize>k) << 2;
    const v = v128.load(y + at);
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), f32x4.sub(one, f32x4.mul(v, v))));
  }
  for (; k < count; k++) {
    const at = (<usize>k) << 2;
    const v = load<f32>(y + at);
    store<f32>(dx + at, load<f32>(dy + at) * (1 - v * v));
  }
}

export function sigmoidGradient(dx: usize, dy: usize, y: usize, count: i32): void {
  const one = f32x4.splat(1);
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = (<usize>k) << 2;
    const v = v128.load(y + at);
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), f32x4.mul(v, f32x4.sub(one, v))));
  }
  for (; k < count; k++) {
    const at = (<usize>k) << 2;
    const v = load<f32>(y + at);
    store<f32>(dx + at, load<f32>(dy + at) * (v * (1 - v)));
  }
}
