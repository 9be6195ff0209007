/**
 * Visible to hidden where hundreds of visible units are on, as at the start of a training: the sums of all sixteen combinations of four
 * units are tabled once for a batch, and each row adds one entry of each table. The method of four Russians, in float32.
 *
 * An untrained batch of 100 windows, half of 2,340 units on, takes a third of the time that lists take.
 */
import { fineScale, largestBias, largestWeight } from './limits';
import { countsOf } from './lists';
import {
  DATA,
  dataBits,
  floatSums,
  hidden,
  hiddenBiases,
  hiddenErrors,
  hiddenSums,
  modelBits,
  sumRow,
  tables,
  tiles,
  visible,
  weights,
  wordLanes,
} from './machine';

/** So many units a row have to be on, and so many rows there have to be, that tables pay. */
const MANY: i32 = 200;
const ENOUGH_ROWS: i32 = 16;

/** Columns of hidden units at a time: 13 registers of four. */
const COLUMNS: i32 = 52;
const COLUMN_BYTES: usize = 208;
/** Sixteen combinations. */
const TABLE_BYTES: usize = 3328;

export function activeRowsAreMany(which: i32, first: i32, last: i32): bool {
  const counts = countsOf(which);
  let all = 0;
  for (let row = first; row < last; row++) all += load<i32>(counts + (row << 2));
  return last - first >= ENOUGH_ROWS && all > MANY * (last - first);
}

/** `hidden-sums` of data or model rows, by tables. */
export function sumMany(which: i32, first: i32, last: i32): void {
  const bits = which == DATA ? dataBits : modelBits;
  const counts = countsOf(which);
  const terms = 14 + 2 * tiles;
  for (let row = first; row < last; row++) {
    memory.copy(floatSums + <usize>(sumRow(which, row) * wordLanes) * 4, hiddenBiases, (<usize>hidden) << 2);
    // A float32 sum is rounded once a term; the whole number it becomes is cut off.
    const size = <f32>(<f64>load<i32>(counts + (row << 2)) * largestWeight + largestBias);
    store<f32>(
      hiddenErrors + (sumRow(which, row) << 2),
      <f32>terms * <f32>6.0e-8 * size * <f32>1.001 + <f32>1.001 / fineScale,
    );
  }
  let next = 0;
  do {
    // The last columns overlap those before: these are begun anew.
    const column = hidden > COLUMNS && next > hidden - COLUMNS ? hidden - COLUMNS : next;
    if (column < next) {
      for (let row = first; row < last; row++) {
        memory.copy(
          floatSums + <usize>(sumRow(which, row) * wordLanes + column) * 4,
          hiddenBiases + (column << 2),
          COLUMN_BYTES,
        );
      }
    }
    sumColumns(which, bits, first, last, column);
    next += COLUMNS;
  } while (next < hidden);
  const units = f32x4.splat(fineScale);
  for (let row = first; row < last; row++) {
    for (let j = 0; j < hidden; j += 4) {
      const at = <usize>(sumRow(which, row) * wordLanes + j) * 4;
      v128.store(hiddenSums + at, i32x4.trunc_sat_f32x4_s(f32x4.mul(v128.load(floatSums + at), units)));
    }
  }
}

/** 32 visible units at a time: eight tables. */
function sumColumns(which: i32, bits: usize, first: i32, last: i32, column: i32): void {
  for (let half = 0; half < tiles * 2; half++) {
    for (let q = 0; q < 8; q++) tableOfFour(tables + <usize>q * TABLE_BYTES, (half << 5) + (q << 2), column);
    for (let row = first; row < last; row++) {
      addTables(
        floatSums + <usize>(sumRow(which, row) * wordLanes + column) * 4,
        load<u32>(bits + <usize>(row * tiles) * 8 + (half << 2)),
      );
    }
  }
}

/** The sums of all combinations of units `unit` to `unit` + 3. */
function tableOfFour(to: usize, unit: i32, column: i32): void {
  const stride = (<usize>hidden) << 2;
  const from = weights + <usize>unit * stride + (column << 2);
  if (unit + 4 > visible) {
    // The last units, or none.
    for (let m = 0; m < 16; m++) {
      for (let k: usize = 0; k < COLUMN_BYTES; k += 16) {
        let x = f32x4.splat(0);
        for (let i: i32 = 0; i < 4; i++)
          if ((m >> i) & 1 && unit + i < visible) x = f32x4.add(x, v128.load(from + <usize>i * stride + k));
        v128.store(to + <usize>m * COLUMN_BYTES + k, x);
      }
    }
    return;
  }
  for (let k: usize = 0; k < COLUMN_BYTES; k += 16) {
    const a = v128.load(from + k);
    const b = v128.load(from + stride + k);
    const c = v128.load(from + 2 * stride + k);
    const d = v128.load(from + 3 * stride + k);
    const ab = f32x4.add(a, b);
    const cd = f32x4.add(c, d);
    const p = to + k;
    v128.store(p, f32x4.splat(0), 0);
    v128.store(p, a, 208);
    v128.store(p, b, 416);
    v128.store(p, ab, 624);
    v128.store(p, c, 832);
    v128.store(p, f32x4.add(a, c), 1040);
    v128.store(p, f32x4.add(b, c), 1248);
    v128.store(p, f32x4.add(ab, c), 1456);
    v128.store(p, d, 1664);
    v128.store(p, f32x4.add(a, d), 1872);
    v128.store(p, f32x4.add(b, d), 2080);
    v128.store(p, f32x4.add(ab, d), 2288);
    v128.store(p, cd, 2496);
    v128.store(p, f32x4.add(a, cd), 2704);
    v128.store(p, f32x4.add(b, cd), 2912);
    v128.store(p, f32x4.add(ab, cd), 3120);
  }
}

/** Adds the entries that 32 bits choose, one of each table: 52 sums in 13 registers. */
function addTables(sums: usize, bits: u32): void {
  const zero = f32x4.splat(0);
  let a = zero,
    b = zero,
    c = zero,
    d = zero,
    e = zero,
    f = zero,
    g = zero;
  let h = zero,
    i = zero,
    j = zero,
    k = zero,
    l = zero,
    m = zero;
  for (let table = tables; bits != 0; table += TABLE_BYTES, bits >>= 4) {
    const p = table + <usize>(bits & 15) * COLUMN_BYTES;
    a = f32x4.add(a, v128.load(p, 0));
    b = f32x4.add(b, v128.load(p, 16));
    c = f32x4.add(c, v128.load(p, 32));
    d = f32x4.add(d, v128.load(p, 48));
    e = f32x4.add(e, v128.load(p, 64));
    f = f32x4.add(f, v128.load(p, 80));
    g = f32x4.add(g, v128.load(p, 96));
    h = f32x4.add(h, v128.load(p, 112));
    i = f32x4.add(i, v128.load(p, 128));
    j = f32x4.add(j, v128.load(p, 144));
    k = f32x4.add(k, v128.load(p, 160));
    l = f32x4.add(l, v128.load(p, 176));
    m = f32x4.add(m, v128.load(p, 192));
  }
  add(sums, a);
  add(sums + 16, b);
  add(sums + 32, c);
  add(sums + 48, d);
  add(sums + 64, e);
  add(sums + 80, f);
  add(sums + 96, g);
  add(sums + 112, h);
  add(sums + 128, i);
  add(sums + 144, j);
  add(sums + 160, k);
  add(sums + 176, l);
  add(sums + 192, m);
}

function add(to: usize, x: v128): void {
  v128.store(to, f32x4.add(v128.load(to), x));
}
