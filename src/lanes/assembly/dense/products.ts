/**
 * `src/dense/products.ts` in lanes. Steps between elements are in bytes here.
 *
 * Tiles of 2 × 16 sums fill half the registers and leave room for the factors; 16 float32 numbers are a line of the cache. 64 rows of
 * 256 × 256 take 0.14 ms; with tiles of 4 × 8 0.16, of 2 × 8 or 3 × 12 0.17 to 0.2. One row takes 3.3 µs with 16 sums and 5.4 with 32,
 * which read two lines a term.
 */

/** Terms that are summed before the sum is added to the output: `BLOCK` in `src/dense/products.ts`. */
const BLOCK: i32 = 64;

export function addProduct(out: usize, x: usize, w: usize, rows: i32, inputs: i32, outputs: i32): void {
  addStridedProduct(out, x, w, rows, inputs, outputs, (<usize>inputs) << 2, 4);
}

export function addOuterProducts(dw: usize, x: usize, dy: usize, rows: i32, inputs: i32, outputs: i32): void {
  addStridedProduct(dw, x, dy, inputs, rows, outputs, 4, (<usize>inputs) << 2);
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
  const line = (<usize>outputs) << 2;
  for (let first = 0; first < terms; first += BLOCK) {
    const count = min(BLOCK, terms - first);
    const aBlock = a + <usize>first * termStep;
    const bBlock = b + <usize>first * line;
    for (let r = 0; r < rows; r += 2)
      addRows(out, aBlock, bBlock, r, min(2, rows - r), count, outputs, rowStep, termStep);
  }
}

/** A block of `count` terms for one row or two from row `r`: tiles of 16 sums a row, then of 4, then single sums. */
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
  const line = (<usize>outputs) << 2;
  const outRow = out + <usize>r * line;
  const aRow = a + <usize>r * rowStep;
  let o = 0;
  for (; o + 16 <= outputs; o += 16) {
    const at = (<usize>o) << 2;
    if (height === 2) addTile2x16(outRow + at, aRow, b + at, count, line, rowStep, termStep);
    else addTile1x16(outRow + at, aRow, b + at, count, line, termStep);
  }
  for (let k = 0; k < height; k++) {
    const outK = outRow + <usize>k * line;
    const aK = aRow + <usize>k * rowStep;
    let p = o;
    for (; p + 4 <= outputs; p += 4) {
      const at = (<usize>p) << 2;
      addTile1x4(outK + at, aK, b + at, count, line, termStep);
    }
    for (; p < outputs; p++) {
      const at = (<usize>p) << 2;
      addTile1x1(outK + at, aK, b + at, count, line, termStep);
    }
  }
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

/** Two terms a turn: four sums alone would not keep the adders busy. */
function addTile1x16(out: usize, a: usize, b: usize, count: i32, line: usize, termStep: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let n = 0;
  for (; n + 2 <= count; n += 2) {
    const x = v128.load32_splat(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b, 48)));
    const y = v128.load32_splat(a + termStep);
    const next = b + line;
    s0 = f32x4.add(s0, f32x4.mul(y, v128.load(next)));
    s1 = f32x4.add(s1, f32x4.mul(y, v128.load(next, 16)));
    s2 = f32x4.add(s2, f32x4.mul(y, v128.load(next, 32)));
    s3 = f32x4.add(s3, f32x4.mul(y, v128.load(next, 48)));
    a += 2 * termStep;
    b += 2 * line;
  }
  if (n < count) {
    const x = v128.load32_splat(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b, 32)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b, 48)));
  }
  add(out, s0);
  add(out + 16, s1);
  add(out + 32, s2);
  add(out + 48, s3);
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

function add(out: usize, sum: v128): void {
  v128.store(out, f32x4.add(v128.load(out), sum));
}
