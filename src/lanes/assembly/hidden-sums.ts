/**
 * Visible to hidden: sums of int16 rows over the visible units that are on,
 *
 *     hiddenSums[row][j] = bh[j] + Σ w[i][j] over the row's units i, in units of 1/fineScale
 *
 * sixty-four hidden units at a time, in eight registers. Whole numbers: the order does not matter. Of 85 units on and 50 hidden ones a
 * row takes 0.2 µs, most of it waiting for the second cache.
 */
import { activeRowsAreMany, sumMany } from './hidden-sums-dense';
import { fineScale, run } from './limits';
import { countsOf, listsOf } from './lists';
import { hidden, hiddenBiases, hiddenErrors, hiddenSums, sumRow, toHidden, visible, wordLanes } from './machine';

/** Adds the sums of 64 columns over a list of visible units to `sums`, in runs that fit 16 bits. */
function addColumns(sums: usize, list: usize, count: i32, column: i32): void {
  const stride = (<usize>wordLanes) << 1;
  const from = toHidden + (column << 1);
  const to = sums + (column << 2);
  const end = list + ((<usize>count) << 2);
  const most = (<usize>run) << 2;
  while (list < end) {
    const stop = min(end, list + most);
    const zero = i16x8.splat(0);
    let a = zero,
      b = zero,
      c = zero,
      d = zero,
      e = zero,
      f = zero,
      g = zero,
      h = zero;
    for (; list < stop; list += 4) {
      const p = from + <usize>load<u32>(list) * stride;
      a = i16x8.add(a, v128.load(p, 0));
      b = i16x8.add(b, v128.load(p, 16));
      c = i16x8.add(c, v128.load(p, 32));
      d = i16x8.add(d, v128.load(p, 48));
      e = i16x8.add(e, v128.load(p, 64));
      f = i16x8.add(f, v128.load(p, 80));
      g = i16x8.add(g, v128.load(p, 96));
      h = i16x8.add(h, v128.load(p, 112));
    }
    widen(to, a);
    widen(to + 32, b);
    widen(to + 64, c);
    widen(to + 96, d);
    widen(to + 128, e);
    widen(to + 160, f);
    widen(to + 192, g);
    widen(to + 224, h);
  }
}

/** Adds eight int16 to int32 in memory. */
function widen(to: usize, x: v128): void {
  v128.store(to, i32x4.add(v128.load(to, 0), i32x4.extend_low_i16x8_s(x)), 0);
  v128.store(to, i32x4.add(v128.load(to, 16), i32x4.extend_high_i16x8_s(x)), 16);
}

/** Sums the hidden layers of data or model rows. */
export function sumHidden(which: i32, first: i32, last: i32): void {
  if (activeRowsAreMany(which, first, last)) {
    sumMany(which, first, last);
    return;
  }
  const lists = listsOf(which);
  const counts = countsOf(which);
  const biases = hiddenSums + <usize>(sumRow(which, first) * wordLanes) * 4;
  for (let j = 0; j < hidden; j++) {
    store<i32>(biases + (j << 2), <i32>nearest(load<f32>(hiddenBiases + (j << 2)) * fineScale));
  }
  for (let row = first; row < last; row++) {
    const sums = hiddenSums + <usize>(sumRow(which, row) * wordLanes) * 4;
    for (let j: usize = 0; row > first && j < (<usize>hidden) << 2; j += 16)
      v128.store(sums + j, v128.load(biases + j));
    // Half a unit for each term, and the rounding of the product itself.
    store<f32>(
      hiddenErrors + (sumRow(which, row) << 2),
      (<f32>(load<i32>(counts + (row << 2)) + 1) * <f32>0.51) / fineScale,
    );
  }
  for (let column = 0; column < hidden; column += 64) {
    for (let row = first; row < last; row++) {
      const list = lists + <usize>(row * (visible + 4)) * 4;
      addColumns(
        hiddenSums + <usize>(sumRow(which, row) * wordLanes) * 4,
        list,
        load<i32>(counts + (row << 2)),
        column,
      );
    }
  }
}
