/** `src/dense/adam.ts` in lanes; the factors come from `adamRate` and `adamRoot` there, rounded to float32 at the call. */

export function moveAdam(
  w: usize,
  m: usize,
  v: usize,
  dw: usize,
  count: i32,
  scale: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  rate: f32,
  root: f32,
  epsilon: f32,
): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = (<usize>k) << 2;
    const g = f32x4.mul(v128.load(dw + at), f32x4.splat(scale));
    const first = f32x4.add(f32x4.mul(f32x4.splat(beta1), v128.load(m + at)), f32x4.mul(f32x4.splat(rest1), g));
    const second = f32x4.add(
      f32x4.mul(f32x4.splat(beta2), v128.load(v + at)),
      f32x4.mul(f32x4.splat(rest2), f32x4.mul(g, g)),
    );
    v128.store(m + at, first);
    v128.store(v + at, second);
    const size = f32x4.add(f32x4.mul(f32x4.sqrt(second), f32x4.splat(root)), f32x4.splat(epsilon));
    const step = f32x4.div(f32x4.mul(f32x4.splat(rate), first), size);
    v128.store(w + at, f32x4.sub(v128.load(w + at), step));
  }
  for (; k < count; k++) {
    const at = (<usize>k) << 2;
    const g = load<f32>(dw + at) * scale;
    const first = beta1 * load<f32>(m + at) + rest1 * g;
    const second = beta2 * load<f32>(v + at) + rest2 * (g * g);
    store<f32>(m + at, first);
    store<f32>(v + at, second);
    store<f32>(w + at, load<f32>(w + at) - (rate * first) / (sqrt<f32>(second) * root + epsilon));
  }
}
