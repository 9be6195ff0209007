/** `src/dense/column-sums.ts` in lanes. */

/** Rows that are summed before the sum is added to the output: `BLOCK` in `src/dense/products.ts`. */
const BLOCK: i32 = 64;

export function addColumnSums(out: usize, x: usize, rows: i32, columns: i32): void {
  const line = (<usize>columns) << 2;
  for (let first = 0; first < rows; first += BLOCK) {
    const block = x + <usize>first * line;
    const end = x + <usize>min(first + BLOCK, rows) * line;
    let o: usize = 0;
    for (; o + 16 <= line; o += 16) {
      let sum = f32x4.splat(0);
      for (let at = block; at < end; at += line) sum = f32x4.add(sum, v128.load(at + o));
      v128.store(out + o, f32x4.add(v128.load(out + o), sum));
    }
    for (; o < line; o += 4) {
      let sum: f32 = 0;
      for (let at = block; at < end; at += line) sum += load<f32>(at + o);
      store<f32>(out + o, load<f32>(out + o) + sum);
    }
  }
}
