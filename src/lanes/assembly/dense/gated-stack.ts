/**
 * `src/dense/gated-stack.ts` in lanes: tiles of 16 channels, of filter and gate or of skip and residual at once, so that eight sums are under
 * way. With 16 channels and 10 layers a sample takes 1.1 µs; by single products it takes 6.
 */
import { sigmoid4, tanh4 } from './activations';

export function stepGatedStack(
  now: usize,
  skip: usize,
  queues: usize,
  places: usize,
  dilations: usize,
  condition: usize,
  weights: usize,
  gated: usize,
  channels: i32,
  layers: i32,
): void {
  const row = (<usize>channels) << 2;
  const square = <usize>channels * row;
  let queue = queues;
  for (let layer = 0; layer < layers; layer++) {
    const at = (<usize>layer) << 2;
    const place = load<u32>(places + at);
    const dilation = load<u32>(dilations + at);
    const past = queue + <usize>place * row;
    let o = 0;
    for (; o + 16 <= channels; o += 16) gate16(gated, past, now, condition, weights, o, channels, row, square);
    for (; o < channels; o += 4) gate4(gated, past, now, condition, weights, o, channels, row, square);
    memory.copy(past, now, row);
    store<u32>(places + at, place + 1 === dilation ? 0 : place + 1);
    const isLast = layer + 1 === layers;
    o = 0;
    for (; o + 16 <= channels; o += 16)
      leave16(skip, now, gated, weights + 4 * square, o, channels, row, square, isLast);
    for (; o < channels; o += 4) leave4(skip, now, gated, weights + 4 * square, o, channels, row, square, isLast);
    queue += <usize>dilation * row;
    condition += 2 * row;
    weights += 6 * square;
  }
}

/** Channels o to o + 15 of tanh · σ. */
function gate16(
  gated: usize,
  past: usize,
  now: usize,
  condition: usize,
  weights: usize,
  o: i32,
  channels: i32,
  row: usize,
  square: usize,
): void {
  const at = (<usize>o) << 2;
  let f0 = f32x4.splat(0);
  let f1 = f0;
  let f2 = f0;
  let f3 = f0;
  let g0 = f0;
  let g1 = f0;
  let g2 = f0;
  let g3 = f0;
  let w = weights + at;
  let u = w + 2 * square;
  for (let i = past, end = past + row; i < end; i += 4) {
    const x = v128.load32_splat(i);
    f0 = f32x4.add(f0, f32x4.mul(x, v128.load(w)));
    f1 = f32x4.add(f1, f32x4.mul(x, v128.load(w, 16)));
    f2 = f32x4.add(f2, f32x4.mul(x, v128.load(w, 32)));
    f3 = f32x4.add(f3, f32x4.mul(x, v128.load(w, 48)));
    g0 = f32x4.add(g0, f32x4.mul(x, v128.load(u)));
    g1 = f32x4.add(g1, f32x4.mul(x, v128.load(u, 16)));
    g2 = f32x4.add(g2, f32x4.mul(x, v128.load(u, 32)));
    g3 = f32x4.add(g3, f32x4.mul(x, v128.load(u, 48)));
    w += row;
    u += row;
  }
  const c = condition + at;
  const d = c + row;
  const a0 = f32x4.add(v128.load(c), f0);
  const a1 = f32x4.add(v128.load(c, 16), f1);
  const a2 = f32x4.add(v128.load(c, 32), f2);
  const a3 = f32x4.add(v128.load(c, 48), f3);
  const b0 = f32x4.add(v128.load(d), g0);
  const b1 = f32x4.add(v128.load(d, 16), g1);
  const b2 = f32x4.add(v128.load(d, 32), g2);
  const b3 = f32x4.add(v128.load(d, 48), g3);
  f0 = f32x4.splat(0);
  f1 = f0;
  f2 = f0;
  f3 = f0;
  g0 = f0;
  g1 = f0;
  g2 = f0;
  g3 = f0;
  w = weights + square + at;
  u = w + 2 * square;
  for (let i = now, end = now + row; i < end; i += 4) {
    const x = v128.load32_splat(i);
    f0 = f32x4.add(f0, f32x4.mul(x, v128.load(w)));
    f1 = f32x4.add(f1, f32x4.mul(x, v128.load(w, 16)));
    f2 = f32x4.add(f2, f32x4.mul(x, v128.load(w, 32)));
    f3 = f32x4.add(f3, f32x4.mul(x, v128.load(w, 48)));
    g0 = f32x4.add(g0, f32x4.mul(x, v128.load(u)));
    g1 = f32x4.add(g1, f32x4.mul(x, v128.load(u, 16)));
    g2 = f32x4.add(g2, f32x4.mul(x, v128.load(u, 32)));
    g3 = f32x4.add(g3, f32x4.mul(x, v128.load(u, 48)));
    w += row;
    u += row;
  }
  const z = gated + at;
  v128.store(z, f32x4.mul(tanh4(f32x4.add(a0, f0)), sigmoid4(f32x4.add(b0, g0))));
  v128.store(z, f32x4.mul(tanh4(f32x4.add(a1, f1)), sigmoid4(f32x4.add(b1, g1))), 16);
  v128.store(z, f32x4.mul(tanh4(f32x4.add(a2, f2)), sigmoid4(f32x4.add(b2, g2))), 32);
  v128.store(z, f32x4.mul(tanh4(f32x4.add(a3, f3)), sigmoid4(f32x4.add(b3, g3))), 48);
}

/** Channels o to o + 3 of tanh · σ. */
function gate4(
  gated: usize,
  past: usize,
  now: usize,
  condition: usize,
  weights: usize,
  o: i32,
  channels: i32,
  row: usize,
  square: usize,
): void {
  const at = (<usize>o) << 2;
  let f = f32x4.splat(0);
  let g = f;
  let w = weights + at;
  let u = w + 2 * square;
  for (let i = past, end = past + row; i < end; i += 4) {
    const x = v128.load32_splat(i);
    f = f32x4.add(f, f32x4.mul(x, v128.load(w)));
    g = f32x4.add(g, f32x4.mul(x, v128.load(u)));
    w += row;
    u += row;
  }
  const a = f32x4.add(v128.load(condition + at), f);
  const b = f32x4.add(v128.load(condition + row + at), g);
  f = f32x4.splat(0);
  g = f;
  w = weights + square + at;
  u = w + 2 * square;
  for (let i = now, end = now + row; i < end; i += 4) {
    const x = v128.load32_splat(i);
    f = f32x4.add(f, f32x4.mul(x, v128.load(w)));
    g = f32x4.add(g, f32x4.mul(x, v128.load(u)));
    w += row;
    u += row;
  }
  v128.store(gated + at, f32x4.mul(tanh4(f32x4.add(a, f)), sigmoid4(f32x4.add(b, g))));
}

/** Adds what a layer gives to channels o to o + 15 of skip and, unless it is the last one, of the next layer's inputs. */
function leave16(
  skip: usize,
  now: usize,
  gated: usize,
  weights: usize,
  o: i32,
  channels: i32,
  row: usize,
  square: usize,
  isLast: bool,
): void {
  const at = (<usize>o) << 2;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let w = weights + at;
  if (isLast) {
    for (let i = gated, end = gated + row; i < end; i += 4) {
      const x = v128.load32_splat(i);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(w)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(w, 16)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(w, 32)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(w, 48)));
      w += row;
    }
  } else {
    let r0 = f32x4.splat(0);
    let r1 = r0;
    let r2 = r0;
    let r3 = r0;
    let u = w + square;
    for (let i = gated, end = gated + row; i < end; i += 4) {
      const x = v128.load32_splat(i);
      s0 = f32x4.add(s0, f32x4.mul(x, v128.load(w)));
      s1 = f32x4.add(s1, f32x4.mul(x, v128.load(w, 16)));
      s2 = f32x4.add(s2, f32x4.mul(x, v128.load(w, 32)));
      s3 = f32x4.add(s3, f32x4.mul(x, v128.load(w, 48)));
      r0 = f32x4.add(r0, f32x4.mul(x, v128.load(u)));
      r1 = f32x4.add(r1, f32x4.mul(x, v128.load(u, 16)));
      r2 = f32x4.add(r2, f32x4.mul(x, v128.load(u, 32)));
      r3 = f32x4.add(r3, f32x4.mul(x, v128.load(u, 48)));
      w += row;
      u += row;
    }
    const h = now + at;
    v128.store(h, f32x4.add(v128.load(h), r0));
    v128.store(h, f32x4.add(v128.load(h, 16), r1), 16);
    v128.store(h, f32x4.add(v128.load(h, 32), r2), 32);
    v128.store(h, f32x4.add(v128.load(h, 48), r3), 48);
  }
  const to = skip + at;
  v128.store(to, f32x4.add(v128.load(to), s0));
  v128.store(to, f32x4.add(v128.load(to, 16), s1), 16);
  v128.store(to, f32x4.add(v128.load(to, 32), s2), 32);
  v128.store(to, f32x4.add(v128.load(to, 48), s3), 48);
}

/** The same for channels o to o + 3. */
function leave4(
  skip: usize,
  now: usize,
  gated: usize,
  weights: usize,
  o: i32,
  channels: i32,
  row: usize,
  square: usize,
  isLast: bool,
): void {
  const at = (<usize>o) << 2;
  let s = f32x4.splat(0);
  let r = s;
  let w = weights + at;
  // Of the last layer the residual weights are not there: its skip weights stand for them, and nothing is stored.
  let u = isLast ? w : w + square;
  for (let i = gated, end = gated + row; i < end; i += 4) {
    const x = v128.load32_splat(i);
    s = f32x4.add(s, f32x4.mul(x, v128.load(w)));
    r = f32x4.add(r, f32x4.mul(x, v128.load(u)));
    w += row;
    u += row;
  }
  v128.store(skip + at, f32x4.add(v128.load(skip + at), s));
  if (!isLast) v128.store(now + at, f32x4.add(v128.load(now + at), r));
}
