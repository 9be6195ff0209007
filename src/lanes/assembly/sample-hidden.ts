/**
 * Hidden layers from their sums: sixteen decisions at a time by bytes, then ten bits, then the exact sum. 50 units take 0.05 µs.
 */
import { hiddenFires } from './exact';
import { fineScale, scale, shift } from './limits';
import { countsOf, listsOf } from './lists';
import {
  activeCounts,
  activeHidden,
  byteBounds,
  byteLanes,
  constants,
  FIRST_FOUR,
  hidden,
  hiddenErrors,
  hiddenMasks,
  hiddenSums,
  keys,
  MIX_FIRST,
  MIX_SECOND,
  mostError,
  NEXT_FOUR,
  offNats,
  onNats,
  sumRow,
  visible,
  wordLanes,
} from './machine';
import { randomWords, uniform } from './random';
import { binsOf, isZero, lookUp } from './thresholds';

/** A row's streams: two words each in `keys`. */
export const HIDDEN_KEY: usize = 0;
export const VISIBLE_KEY: usize = 8;
export const DATA_KEY: usize = 16;
export const MODEL_KEY: usize = 24;

/**
 * Samples the hidden layer of a row from its sums.
 *
 * @param out - i8 lanes: −1 where a unit is on, else 0; up to fifteen more lanes are overwritten
 * @param which - whether the row's visible units are data or model
 * @param stream - which of the row's streams
 */
export function sampleHidden(out: usize, which: i32, row: i32, stream: usize): void {
  const sums = hiddenSums + <usize>(sumRow(which, row) * wordLanes) * 4;
  const error = load<f32>(hiddenErrors + (sumRow(which, row) << 2));
  const key0 = load<u32>(keys + (row << 5) + stream, 0);
  const key1 = load<u32>(keys + (row << 5) + stream, 4);
  const bounds = byteBounds + ((<usize>min(<f32>mostError, Mathf.ceil(error * scale * 2))) << 6);
  const upperBelow = v128.load(bounds, 0);
  const upper = v128.load(bounds, 16);
  const lowerBelow = v128.load(bounds, 32);
  const lower = v128.load(bounds, 48);
  const key = i32x4.splat(key1);
  const first = v128.load(constants, MIX_FIRST);
  const second = v128.load(constants, MIX_SECOND);
  const step = v128.load(constants, NEXT_FOUR);
  const mask = i8x16.splat(31);
  const sixteen = i8x16.splat(16);
  let counter = i32x4.add(i32x4.splat(key0), v128.load(constants, FIRST_FOUR));
  for (let j = 0; j < hidden; j += 16) {
    const p = sums + (j << 2);
    const low = i16x8.narrow_i32x4_s(i32x4.shr_s(v128.load(p, 0), shift), i32x4.shr_s(v128.load(p, 16), shift));
    const high = i16x8.narrow_i32x4_s(i32x4.shr_s(v128.load(p, 32), shift), i32x4.shr_s(v128.load(p, 48), shift));
    const bins = binsOf(low, high, mask);
    const below = i8x16.sub(bins, sixteen);
    const words = randomWords(counter, key, first, second);
    counter = i32x4.add(counter, step);
    const numbers = i8x16.shuffle(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    const may = isZero(i8x16.sub_sat_u(numbers, lookUp(bins, below, upper, upperBelow)));
    const open = isZero(i8x16.sub_sat_u(lookUp(bins, below, lower, lowerBelow), numbers));
    v128.store(out + j, v128.andnot(may, open));
    let left = i8x16.bitmask(v128.and(may, open));
    if (hidden - j < 16) left &= (1 << (hidden - j)) - 1;
    for (; left != 0; left &= left - 1) {
      const unit = j + ctz(left);
      const number = uniform(key0, key1, unit);
      store<i8>(out + unit, fires(unit, which, row, load<i32>(sums + (unit << 2)), error, number) ? -1 : 0);
    }
  }
}

function fires(unit: i32, which: i32, row: i32, sum: i32, error: f32, number: u32): bool {
  const cell = (<usize>(number >> 22)) << 3;
  const nats = <f64>sum / <f64>fineScale;
  if (nats - <f64>error >= load<f64>(onNats + cell)) return true;
  if (nats + <f64>error < load<f64>(offNats + cell)) return false;
  return hiddenFires(
    unit,
    listsOf(which) + <usize>(row * (visible + 4)) * 4,
    load<i32>(countsOf(which) + (row << 2)),
    number,
  );
}

/** Samples a hidden layer of the statistics into int8 lanes. */
export function sampleLanes(out: usize, which: i32, row: i32, stream: usize): void {
  sampleHidden(out, which, row, stream);
  for (let j = hidden; j < byteLanes - 1; j++) store<i8>(out + j, 0);
  store<i8>(out + byteLanes - 1, -1);
}

/**
 * Samples a row's own hidden layer, from which its visible one is sampled next: as a list of offsets into a tile, and as masks.
 *
 * @param lanes - memory for `byteLanes` lanes
 */
export function sampleOwn(lanes: usize, which: i32, row: i32): void {
  sampleHidden(lanes, which, row, HIDDEN_KEY);
  let to = activeHidden + <usize>(row * hidden) * 4;
  const begin = to;
  const masks = hiddenMasks + <usize>(row * wordLanes) * 4;
  for (let j = 0; j < hidden; j += 16) {
    const x = v128.load(lanes + j);
    let on = i8x16.bitmask(x);
    if (hidden - j < 16) on &= (1 << (hidden - j)) - 1;
    for (; on != 0; on &= on - 1) {
      store<u32>(to, (j + ctz(on)) << 7);
      to += 4;
    }
    const low = i16x8.extend_low_i8x16_s(x);
    const high = i16x8.extend_high_i8x16_s(x);
    const at = masks + (j << 2);
    v128.store(at, i32x4.extend_low_i16x8_s(low), 0);
    v128.store(at, i32x4.extend_high_i16x8_s(low), 16);
    v128.store(at, i32x4.extend_low_i16x8_s(high), 32);
    v128.store(at, i32x4.extend_high_i16x8_s(high), 48);
  }
  for (let j = hidden; j < wordLanes; j++) store<i32>(masks + (j << 2), 0);
  store<u32>(activeCounts + (row << 2), <u32>(to - begin) >> 2);
}
