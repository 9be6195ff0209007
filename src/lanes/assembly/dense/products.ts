/**
 * `src/dense/products.ts` in lanes. Steps between elements are in bytes here.
 *
 * Tiles of 4 × 8, 2 × 16 and 1 × 32 sums fill half the registers and leave room for the factors. 64 rows of 256 × 256: 0.15 ms; with
 * float64 sums, which need twice the registers and conversions, 0.45 ms.
 */

/** Terms that are summed before the sum is added to the output: `BLOCK` in `src/dense/products.ts`. */
const BLOCK: i32 = 64;

export function addProduct(out: usize, x: usize, w: usize, rows: i32, inputs: i32, outputs: i32): void {
  addStridedProduct(out, x, w, rows, inputs, outputs, <usize>inputs << 2, 4);
}

export function addOuterProducts(dw: usize, x: usize, dy: usize, rows: i32, inputs: i32, outputs: i32): void {
  addStridedProduct(dw, x, dy, inputs, rows, outputs, 4, <usize>inputs << 2);
}

function addStridedProduct(
  out: usize,
  a: usize,
  b: usize,
  rows: i32,
  terms: i32,
  outputs: i32,
  rowStep: usize,
  termStep: usize,
): void {
  const line = <usize>outputs << 2;
  for (let first = 0; first < terms; first += BLOCK) {
    const count = min(BLOCK, terms - first);
    const aBlock = a + <usize>first * termStep;
    const bBlock = b + <usize>first * line;
    let r = 0;
    for (; r + 4 <= rows; r += 4) addRows(out, aBlock, bBlock, r, 4, count, outputs, rowStep, termStep);
    if (r + 2 <= rows) {
      addRows(out, aBlock, bBlock, r, 2, count, outputs, rowStep, termStep);
      r += 2;
    }
    if (r < rows) addRows(out, aBlock, bBlock, r, 1, count, outputs, rowStep, termStep);
  }
}

/** A block of `count` terms for `height` rows from row `r`: as wide tiles as the height allows, then narrow ones a row. */
function addRows(
  out: usize,
  a: usize,
  b: usize,
  r: i32,
  height: i32,
  count: i32,
  outputs: i32,
  rowStep: usize,
  termStep: usize,
): void {
  const line = <usize>outputs << 2;
  const outRow = out + <usize>r * line;
  const aRow = a + <usize>r * rowStep;
  const width = 32 / height;
  let o = 0;
  for (; o + width <= outputs; o += width) {
    const at = <usize>o << 2;
    if (height === 4) addTile4x8(outRow + at, aRow, b + at, count, line, rowStep, termStep);
    else if (height === 2) addTile2x16(outRow + at, aRow, b + at, count, line, rowStep, termStep);
    else addTile1x32(outRow + at, aRow, b + at, count, line, termStep);
  }
  for (let k = 0; k < height; k++) {
    const outK = outRow + <usize>k * line;
    const aK = aRow + <usize>k * rowStep;
    let p = o;
    for (; p + 4 <= outputs; p += 4) {
      const at = <usize>p << 2;
      addTile1x4(outK + at, aK, b + at, count, line, termStep);
    }
    for (; p < outputs; p++) {
      const at = <usize>p << 2;
      addTile1x1(outK + at, aK, b + at, count, line, termStep);
    }
  }
}

function addTile4x8(out: usize, a: usize, b: usize, count: i32, line: usize, rowStep: usize, termStep: usize): void {
  let r0 = f32x4.splat(0);
  let r1 = r0;
  let s0 = r0;
  let s1 = r0;
  let t0 = r0;
  let t1 = r0;
  let u0 = r0;
  let u1 = r0;
  for (let n = 0; n < count; n++) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    r0 = f32x4.add(r0, f32x4.mul(x, b0));
    r1 = f32x4.add(r1, f32x4.mul(x, b1));
    x = v128.load32_splat(a + rowStep);
    s0 = f32x4.add(s0, f32x4.mul(x, b0));
    s1 = f32x4.add(s1, f32x4.mul(x, b1));
    x = v128.load32_splat(a + 2 * rowStep);
    t0 = f32x4.add(t0, f32x4.mul(x, b0));
    t1 = f32x4.add(t1, f32x4.mul(x, b1));
    x = v128.load32_splat(a + 3 * rowStep);
    u0 = f32x4.add(u0, f32x4.mul(x, b0));
    u1 = f32x4.add(u1, f32x4.mul(x, b1));
    a += termStep;
    b += line;
  }
  add(out, r0);
  add(out + 16, r1);
  add(out + line, s0);
  add(out + line + 16, s1);
  add(out + 2 * line, t0);
  add(out + 2 * line + 16, t1);
  add(out + 3 * line, u0);
  add(out + 3 * line + 16, u1);
}

function addTile2x16(out: usize, a: usize, b: usize, count: i32, line: usize, rowStep: usize, termStep: usize): void {
  let r0 = f32x4.splat(0);
  let r1 = r0;
  let r2 = r0;
  let r3 = r0;
  let s0 = r0;
  let s1 = r0;
  let s2 = r0;
  let s3 = r0;
  for (let n = 0; n < count; n++) {
    const x = v128.load32_splat(a);
    const y = v128.load32_splat(a + rowStep);
    let w = v128.load(b);
    r0 = f32x4.add(r0, f32x4.mul(x, w));
    s0 = f32x4.add(s0, f32x4.mul(y, w));
    w = v128.load(b, 16);
    r1 = f32x4.add(r1, f32x4.mul(x, w));
    s1 = f32x4.add(s1, f32x4.mul(y, w));
    w = v128.load(b, 32);
    r2 = f32x4.add(r2, f32x4.mul(x, w));
    s2 = f32x4.add(s2, f32x4.mul(y, w));
    w = v128.load(b, 48);
    r3 = f32x4.add(r3, f32x4.mul(x, w));
    s3 = f32x4.add(s3, f32x4.mul(y, w));
    a += termStep;
    b += line;
  }
  add(out, r0);
  add(out + 16, r1);
  add(out + 32, r2);
  add(out + 48, r3);
  add(out + line, s0);
  add(out + line + 16, s1);
  add(out + line + 32, s2);
  add(out + line + 48, s3);
}

function addTile1x32(out: usize, a: usize, b: usize, count: i32, line: usize, termStep: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let s4 = s0;
  let s5 = s0;
  let s6 = s0;
  let s7 = s0;
  for (let n = 0; n < count; n++) {
    const x = v128.load32_splat(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b, 48)));
    s4 = f32x4.add(s4, f32x4.mul(x, v128.load(b, 64)));
    s5 = f32x4.add(s5, f32x4.mul(x, v128.load(b, 80)));
    s6 = f32x4.add(s6, f32x4.mul(x, v128.load(b, 96)));
    s7 = f32x4.add(s7, f32x4.mul(x, v128.load(b, 112)));
    a += termStep;
    b += line;
  }
  add(out, s0);
  add(out + 16, s1);
  add(out + 32, s2);
  add(out + 48, s3);
  add(out + 64, s4);
  add(out + 80, s5);
  add(out + 96, s6);
  add(out + 112, s7);
}

function addTile1x4(out: usize, a: usize, b: usize, count: i32, line: usize, termStep: usize): void {
  let sum = f32x4.splat(0);
  for (let n = 0; n < count; n++) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a), v128.load(b)));
    a += termStep;
    b += line;
  }
  add(out, sum);
}

function addTile1x1(out: usize, a: usize, b: usize, count: i32, line: usize, termStep: usize): void {
  let sum: f32 = 0;
  for (let n = 0; n < count; n++) {
    sum += load<f32>(a) * load<f32>(b);
    a += termStep;
    b += line;
  }
  store<f32>(out, load<f32>(out) + sum);
}

// @ts-ignore: decorator
@inline
function add(out: usize, sum: v128): void {
  v128.store(out, f32x4.add(v128.load(out), sum));
}
