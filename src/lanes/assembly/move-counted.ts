/**
 * One step up the gradient in counts, where nothing else moves a parameter: no momentum, no decay.
 *
 *     w ← round(w + perCount · count)
 *
 * with one rounding, from float64 to float32, as `rbm/kernels/move-parameter` has it; and both copies of the weights with it. A visible
 * unit that is on in no row has no gradient: of 2,340 units in 100 windows that is nearly half. Where at most 20 of a row's counts are
 * not 0, and in a batch of 9 that is most often, they are moved one by one, at 2 ns each.
 * A batch of 100 rows of 2340x50 takes 0.05 ms, one of 9 rows 0.02.
 */
import { fineScale, noteSteps, scale } from './limits';
import {
  byteLanes,
  constants,
  counts,
  dataBits,
  dataLanes,
  hidden,
  hiddenBiases,
  MOST_NARROW,
  modelBits,
  modelLanes,
  ROUNDING,
  scratch,
  tables,
  tileBiases,
  tiles,
  toHidden,
  toVisible,
  visibleBiases,
  weights,
  wordLanes,
} from './machine';
import { turnTile, unitsOf } from './pack';
import { isZero } from './thresholds';

/** More than so many counts of a row are moved together. */
const FEW: u64 = 20;

/** Steps by counts −128 to 127, f64, for rows of which few are moved. */
const STEPS: usize = 1024;

/** Moves the visible units of tiles `first` to `last` − 1, whose rows are counted; the counts are 0 afterwards. */
export function moveCounted(rows: i32, first: i32, last: i32, perCount: f64, perExample: f64): void {
  const bytes = byteLanes;
  let most = i8x16.splat(0);
  for (let c = -128; c < 128; c++) store<f64>(tables + STEPS + (c << 3), perCount * <f64>c);
  for (let t = first; t < last; t++) {
    for (let on = unitsOn(rows, t); on != 0; on &= on - 1) {
      const k = <usize>ctz(on);
      const unit: usize = ((<usize>t) << 6) + k;
      const from = counts + unit * bytes;
      moveBias(unit, load<i8>(from + bytes - 1), perExample);
      store<i8>(from + bytes - 1, 0);
      const row = weights + unit * <usize>hidden * 4;
      const own = toHidden + unit * <usize>wordLanes * 2;
      const column = toVisible + <usize>(t * hidden) * 128 + ((k ^ 3) << 1);
      if (bytes == 64) {
        const a = v128.load(from, 0);
        const b = v128.load(from, 16);
        const c = v128.load(from, 32);
        const d = v128.load(from, 48);
        const moved = ~(
          <u64>i8x16.bitmask(isZero(a)) |
          ((<u64>i8x16.bitmask(isZero(b))) << 16) |
          ((<u64>i8x16.bitmask(isZero(c))) << 32) |
          ((<u64>i8x16.bitmask(isZero(d))) << 48)
        );
        if (moved == 0) continue;
        most = i8x16.max_u(
          most,
          i8x16.max_u(i8x16.max_u(i8x16.abs(a), i8x16.abs(b)), i8x16.max_u(i8x16.abs(c), i8x16.abs(d))),
        );
        if (popcnt(moved) <= FEW) moveSome(row, from, column, own, moved, perCount);
        else moveRow(row, from, column, own, perCount);
        const zero = i8x16.splat(0);
        v128.store(from, zero, 0);
        v128.store(from, zero, 16);
        v128.store(from, zero, 32);
        v128.store(from, zero, 48);
        continue;
      }
      if (hidden <= MOST_NARROW) moveRow(row, from, column, own, perCount);
      else moveWide(row, from, own, perCount);
      for (let j = 0; j < bytes; j += 16) {
        most = i8x16.max_u(most, i8x16.abs(v128.load(from + j)));
        v128.store(from + j, i8x16.splat(0));
      }
    }
    if (hidden > MOST_NARROW) turnTile(t);
  }
  v128.store(scratch, most);
  let top: u32 = 0;
  for (let j = 0; j < 16; j++) top = max(top, <u32>load<u8>(scratch + j));
  noteSteps(<f32>(perCount * <f64>top), <f32>(perExample * <f64>rows));
}

/** The units of a tile that are on in some data or model row. */
function unitsOn(rows: i32, t: i32): u64 {
  const stride = (<usize>tiles) << 3;
  let on: u64 = 0;
  for (let at = (<usize>t) << 3, end = at + <usize>rows * stride; at < end; at += stride) {
    on |= load<u64>(dataBits + at) | load<u64>(modelBits + at);
  }
  return on;
}

function moveBias(unit: usize, balance: i8, perExample: f64): void {
  const at = visibleBiases + (unit << 2);
  const bias = <f32>(<f64>load<f32>(at) + perExample * <f64>balance);
  store<f32>(at, bias);
  store<u16>(tileBiases + ((unit ^ 3) << 1), unitsOf(bias, scale));
}

/** Moves the weights of a row whose bits are set in `moved`. */
function moveSome(row: usize, from: usize, column: usize, own: usize, moved: u64, perCount: f64): void {
  const units = scale;
  const fineUnits = fineScale;
  const steps = tables + STEPS;
  do {
    const j = <usize>ctz(moved);
    moved &= moved - 1;
    const at = row + (j << 2);
    const weight = <f32>(<f64>load<f32>(at) + load<f64>(steps + ((<usize>load<i8>(from + j)) << 3)));
    store<f32>(at, weight);
    store<u16>(column + (j << 7), unitsOf(weight, units));
    store<u16>(own + (j << 1), unitsOf(weight, fineUnits));
  } while (moved != 0);
}

/** Moves four weights; returns what they are now. */
function moveFour(at: usize, from: usize, perCount: v128): v128 {
  const c = i32x4.extend_low_i16x8_s(i16x8.extend_low_i8x16_s(v128.load32_zero(from)));
  const upper = v128.shuffle<i32>(c, c, 2, 3, 2, 3);
  const a = f64x2.add(f64x2.promote_low_f32x4(v128.load64_zero(at)), f64x2.mul(perCount, f64x2.convert_low_i32x4_s(c)));
  const b = f64x2.add(
    f64x2.promote_low_f32x4(v128.load64_zero(at, 8)),
    f64x2.mul(perCount, f64x2.convert_low_i32x4_s(upper)),
  );
  const now = v128.shuffle<i64>(f32x4.demote_f64x2_zero(a), f32x4.demote_f64x2_zero(b), 0, 2);
  v128.store(at, now);
  return now;
}

/** Writes four weights to `toHidden`. */
function storeFour(own: usize, weights: v128, units: v128, rounding: v128): void {
  const whole = i32x4.sub(f32x4.add(f32x4.mul(weights, units), rounding), rounding);
  v128.store64_lane(own, i16x8.narrow_i32x4_s(whole, whole), 0);
}

/** Moves all weights of a row, and both copies. */
function moveRow(row: usize, from: usize, column: usize, own: usize, perCount: f64): void {
  const scaled = f64x2.splat(perCount);
  const units = f32x4.splat(scale);
  const fineUnits = f32x4.splat(fineScale);
  const rounding = v128.load(constants, ROUNDING);
  let j = 0;
  for (; j + 4 <= hidden; j += 4, column += 512) {
    const now = moveFour(row + (j << 2), from + j, scaled);
    const whole = f32x4.add(f32x4.mul(now, units), rounding);
    v128.store16_lane(column, whole, 0, 0);
    v128.store16_lane(column, whole, 2, 128);
    v128.store16_lane(column, whole, 4, 256);
    v128.store16_lane(column, whole, 6, 384);
    storeFour(own + (j << 1), now, fineUnits, rounding);
  }
  const rest: u64 = ((<u64>1) << (hidden & 3)) - 1;
  if (rest != 0) moveSome(row + (j << 2), from + j, column, own + (j << 1), rest, perCount);
}

/** Moves all weights of a row of a wide machine, and its row of `toHidden`. */
function moveWide(row: usize, from: usize, own: usize, perCount: f64): void {
  const scaled = f64x2.splat(perCount);
  const fineUnits = f32x4.splat(fineScale);
  const rounding = v128.load(constants, ROUNDING);
  let j = 0;
  for (; j + 4 <= hidden; j += 4)
    storeFour(own + (j << 1), moveFour(row + (j << 2), from + j, scaled), fineUnits, rounding);
  for (; j < hidden; j++) {
    const at = row + (j << 2);
    const now = <f32>(<f64>load<f32>(at) + perCount * <f64>load<i8>(from + j));
    store<f32>(at, now);
    store<u16>(own + (j << 1), unitsOf(now, fineScale));
  }
}

/** Moves the hidden biases: one thread does so, after all rows have been counted. */
export function moveHiddenCounted(rows: i32, perCount: f64): void {
  for (let j = 0; j < hidden; j += 16) {
    // Counts of up to 127 fit the bytes.
    let sum = i8x16.splat(0);
    for (let row = 0; row < rows; row++) {
      const at = <usize>(row * byteLanes) + j;
      sum = i8x16.add(sum, i8x16.sub(v128.load(modelLanes + at), v128.load(dataLanes + at)));
    }
    v128.store(scratch, sum);
    for (let k = 0; k < 16 && j + k < hidden; k++) {
      const at = hiddenBiases + ((j + k) << 2);
      store<f32>(at, <f32>(<f64>load<f32>(at) + perCount * <f64>load<i8>(scratch + k)));
    }
  }
  // No hidden bias moves by more than all its rows.
  noteSteps(0, <f32>(abs(perCount) * <f64>rows));
}
