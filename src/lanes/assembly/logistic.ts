/** The exponential and the logistic function of `math/functions`, bit for bit: alone, and two at a time. */

function powerOfTwo(k: i64): f64 {
  return reinterpret<f64>((k + 1023) << 52);
}

export function exp(x: f64): f64 {
  if (!(x >= -746)) return x < -746 ? 0 : x;
  if (x > 710) return Infinity;
  const k = Math.floor(x * 1.4426950408889634 + 0.5);
  const high = x - k * (5954088943.0 / 8589934592.0);
  const low = k * 7.440617110012397e-11;
  const r = high - low;
  const s = r * r;
  const c =
    s *
    (1.0 / 6.0 +
      s *
        (-1.0 / 360.0 +
          s * (1.0 / 15120.0 + s * (-1.0 / 604800.0 + s * (1.0 / 23950080.0 + s * (-691.0 / 653837184000.0))))));
  const power = 1.0 - (low - (r * (r - c)) / (2.0 + c - r) - high);
  const whole = <i64>k;
  if (whole > 1000 || whole < -1000) return power * powerOfTwo(whole >> 1) * powerOfTwo(whole - (whole >> 1));
  return power * powerOfTwo(whole);
}

export function sigmoid(a: f64): f64 {
  return 1.0 / (1.0 + exp(-a));
}

/** e^x of two numbers between −700 and 700. */
function expOfTwo(x: v128): v128 {
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(0.5)));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(5954088943.0 / 8589934592.0)));
  const low = f64x2.mul(k, f64x2.splat(7.440617110012397e-11));
  const r = f64x2.sub(high, low);
  const s = f64x2.mul(r, r);
  let c = f64x2.add(f64x2.splat(1.0 / 23950080.0), f64x2.mul(s, f64x2.splat(-691.0 / 653837184000.0)));
  c = f64x2.add(f64x2.splat(-1.0 / 604800.0), f64x2.mul(s, c));
  c = f64x2.add(f64x2.splat(1.0 / 15120.0), f64x2.mul(s, c));
  c = f64x2.add(f64x2.splat(-1.0 / 360.0), f64x2.mul(s, c));
  c = f64x2.add(f64x2.splat(1.0 / 6.0), f64x2.mul(s, c));
  c = f64x2.mul(s, c);
  const quotient = f64x2.div(f64x2.mul(r, f64x2.sub(r, c)), f64x2.sub(f64x2.add(f64x2.splat(2), c), r));
  const power = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, quotient), high));
  const exponent = i32x4.add(i32x4.trunc_sat_f64x2_s_zero(k), i32x4.splat(1023));
  return f64x2.mul(power, i64x2.shl(i64x2.extend_low_i32x4_s(exponent), 52));
}

/** The logistic of two numbers, which may be any. */
export function sigmoidOfTwo(a: v128): v128 {
  // Not "some are larger": NaN is to take this way too.
  if (!v128.all_true<i64>(f64x2.le(f64x2.abs(a), f64x2.splat(690)))) {
    return f64x2(sigmoid(f64x2.extract_lane(a, 0)), sigmoid(f64x2.extract_lane(a, 1)));
  }
  const one = f64x2.splat(1);
  return f64x2.div(one, f64x2.add(one, expOfTwo(f64x2.neg(a))));
}

/** log 2, its high part with 33 bits. */
const LN2_HIGH: f64 = 5954088943.0 / 8589934592.0;
const LN2_LOW: f64 = 7.440617110012397e-11;

/** log u of two numbers from 1 to 2. */
function logOfTwo(u: v128): v128 {
  const large = f64x2.ge(u, f64x2.splat(1.4142135623730951));
  const k = v128.and(large, f64x2.splat(1));
  const m = v128.bitselect(f64x2.mul(u, f64x2.splat(0.5)), u, large);
  const f = f64x2.sub(m, f64x2.splat(1));
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  let series = f64x2.add(f64x2.splat(2.0 / 19.0), f64x2.mul(z, f64x2.splat(2.0 / 21.0)));
  series = f64x2.add(f64x2.splat(2.0 / 17.0), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(2.0 / 15.0), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(2.0 / 13.0), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(2.0 / 11.0), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(2.0 / 9.0), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(2.0 / 7.0), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(2.0 / 5.0), f64x2.mul(z, series));
  series = f64x2.add(f64x2.splat(2.0 / 3.0), f64x2.mul(z, series));
  series = f64x2.mul(z, series);
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const low = f64x2.add(f64x2.mul(s, f64x2.add(half, series)), f64x2.mul(k, f64x2.splat(LN2_LOW)));
  return f64x2.sub(f64x2.mul(k, f64x2.splat(LN2_HIGH)), f64x2.sub(f64x2.sub(half, low), f));
}

/** log(1 + e^a) of two numbers between −690 and 690, bit for bit as `math/functions/sigmoid` has it. */
export function softplusOfTwo(a: v128): v128 {
  const x = expOfTwo(f64x2.neg(f64x2.abs(a)));
  const one = f64x2.splat(1);
  const u = f64x2.add(one, x);
  const log = f64x2.add(logOfTwo(u), f64x2.div(f64x2.sub(x, f64x2.sub(u, one)), u));
  const log1p = v128.bitselect(x, log, f64x2.eq(u, one));
  return f64x2.add(v128.and(f64x2.gt(a, f64x2.splat(0)), a), log1p);
}

/** The same of one number, any. */
export function softplus(a: f64): f64 {
  if (abs(a) <= 690) return f64x2.extract_lane(softplusOfTwo(f64x2.splat(a)), 0);
  return a > 0 ? a + exp(-a) : exp(a);
}
