/** `src/dense/clip.ts` in lanes: the eight sums are four pairs. */

export function sumOfSquares(x: usize, count: i32): f64 {
  let ab = f64x2.splat(0);
  let cd = ab;
  let ef = ab;
  let gh = ab;
  let k = 0;
  for (; k + 8 <= count; k += 8) {
    const at = x + ((<usize>k) << 2);
    ab = addSquares(ab, at);
    cd = addSquares(cd, at + 8);
    ef = addSquares(ef, at + 16);
    gh = addSquares(gh, at + 24);
  }
  const left = count - k;
  const rest = x + ((<usize>k) << 2);
  let sum = lane(f64x2.extract_lane(ab, 0), rest, 0, left);
  sum += lane(f64x2.extract_lane(ab, 1), rest, 1, left);
  sum += lane(f64x2.extract_lane(cd, 0), rest, 2, left);
  sum += lane(f64x2.extract_lane(cd, 1), rest, 3, left);
  sum += lane(f64x2.extract_lane(ef, 0), rest, 4, left);
  sum += lane(f64x2.extract_lane(ef, 1), rest, 5, left);
  sum += lane(f64x2.extract_lane(gh, 0), rest, 6, left);
  return sum + f64x2.extract_lane(gh, 1);
}

function addSquares(sums: v128, at: usize): v128 {
  const two = f64x2.promote_low_f32x4(v128.load64_zero(at));
  return f64x2.add(sums, f64x2.mul(two, two));
}

/** One of the eight sums, with the square that is left over for it. */
function lane(sum: f64, rest: usize, n: i32, left: i32): f64 {
  if (n >= left) return sum;
  const value = <f64>load<f32>(rest + ((<usize>n) << 2));
  return sum + value * value;
}
