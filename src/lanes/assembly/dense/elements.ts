/** `src/dense/elements.ts` in lanes. */

export function multiply(out: usize, a: usize, b: usize, count: i32): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = (<usize>k) << 2;
    v128.store(out + at, f32x4.mul(v128.load(a + at), v128.load(b + at)));
  }
  for (; k < count; k++) {
    const at = (<usize>k) << 2;
    store<f32>(out + at, load<f32>(a + at) * load<f32>(b + at));
  }
}

export function addMultiplied(out: usize, a: usize, b: usize, count: i32): void {
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = (<usize>k) << 2;
    v128.store(out + at, f32x4.add(v128.load(out + at), f32x4.mul(v128.load(a + at), v128.load(b + at))));
  }
  for (; k < count; k++) {
    const at = (<usize>k) << 2;
    store<f32>(out + at, load<f32>(out + at) + load<f32>(a + at) * load<f32>(b + at));
  }
}

export function scale(x: usize, factor: f32, count: i32): void {
  const factors = f32x4.splat(factor);
  let k = 0;
  for (; k + 4 <= count; k += 4) {
    const at = x + ((<usize>k) << 2);
    v128.store(at, f32x4.mul(v128.load(at), factors));
  }
  for (; k < count; k++) {
    const at = x + ((<usize>k) << 2);
    store<f32>(at, load<f32>(at) * factor);
  }
}
