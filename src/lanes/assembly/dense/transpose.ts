/** `src/dense/transpose.ts` in lanes: tiles of 4 × 4 in squares of 16 × 16, whose lines stay in the first cache. */

const SQUARE: i32 = 16;

export function transpose(out: usize, x: usize, rows: i32, columns: i32): void {
  for (let i = 0; i < rows; i += SQUARE) {
    const lastRow = min(i + SQUARE, rows);
    for (let j = 0; j < columns; j += SQUARE) {
      transposeSquare(out, x, rows, columns, i, lastRow, j, min(j + SQUARE, columns));
    }
  }
}

function transposeSquare(
  out: usize,
  x: usize,
  rows: i32,
  columns: i32,
  firstRow: i32,
  lastRow: i32,
  firstColumn: i32,
  lastColumn: i32,
): void {
  let i = firstRow;
  for (; i + 4 <= lastRow; i += 4) {
    let j = firstColumn;
    for (; j + 4 <= lastColumn; j += 4) transposeTile(out, x, rows, columns, i, j);
    for (; j < lastColumn; j++) for (let k = i; k < i + 4; k++) copy(out, x, rows, columns, k, j);
  }
  for (; i < lastRow; i++) for (let j = firstColumn; j < lastColumn; j++) copy(out, x, rows, columns, i, j);
}

function transposeTile(out: usize, x: usize, rows: i32, columns: i32, i: i32, j: i32): void {
  const line = (<usize>columns) << 2;
  const from = x + <usize>i * line + ((<usize>j) << 2);
  const a = v128.load(from);
  const b = v128.load(from + line);
  const c = v128.load(from + 2 * line);
  const d = v128.load(from + 3 * line);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const cd2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  const step = (<usize>rows) << 2;
  const to = out + <usize>j * step + ((<usize>i) << 2);
  v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(to + step, v128.shuffle<i64>(ab, cd, 1, 3));
  v128.store(to + 2 * step, v128.shuffle<i64>(ab2, cd2, 0, 2));
  v128.store(to + 3 * step, v128.shuffle<i64>(ab2, cd2, 1, 3));
}

/** Copies bits: a float32 register may change those of a NaN. */
function copy(out: usize, x: usize, rows: i32, columns: i32, i: i32, j: i32): void {
  store<u32>(out + ((<usize>j * rows + i) << 2), load<u32>(x + ((<usize>i * columns + j) << 2)));
}
