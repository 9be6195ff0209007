/** The two int16 copies of the weights: made anew, for a machine or for some of its rows. */
import { fineScale, measure, noteSizes, scale } from './limits';
import {
  BLOCK,
  constants,
  hidden,
  MOST_NARROW,
  ROUNDING,
  ROUNDING_FLOAT,
  scratch,
  tables,
  tileBiases,
  toHidden,
  toVisible,
  visible,
  visibleBiases,
  weights,
  wordLanes,
} from './machine';
import { writeThresholds } from './thresholds';

/** What the tables of `thresholds` were written for. */
let writtenScale: f32 = 0;
let writtenInverse: f64 = 0;

/** A whole number of units in the low 16 bits of a float32. */
export function unitsOf(nats: f32, units: f32): u16 {
  return <u16>reinterpret<u32>(nats * units + ROUNDING_FLOAT);
}

/**
 * Makes a machine ready at a scale.
 *
 * @param unitsToANat - the scale
 * @param overTemperature - 1 / temperature
 * @returns whether its sums fit; if not, nothing may be sampled
 */
export function pack(unitsToANat: f32, overTemperature: f64): bool {
  if (!measure(unitsToANat, overTemperature)) return false;
  if (unitsToANat !== writtenScale || overTemperature !== writtenInverse) {
    writeThresholds();
    writtenScale = unitsToANat;
    writtenInverse = overTemperature;
  }
  for (let unit = 0; unit < visible; unit += 32) packRows(unit, min(32, visible - unit));
  return true;
}

/**
 * Takes over what another thread packed: this thread's own numbers only.
 *
 * @returns whether sums fit
 */
export function join(unitsToANat: f32, overTemperature: f64): bool {
  return measure(unitsToANat, overTemperature);
}

/** Writes both copies of at most 32 rows, of one tile and beginning at a multiple of eight; notes how large they are. */
export function packRows(unit: i32, rows: i32): void {
  const narrow = hidden <= MOST_NARROW;
  const fine = f32x4.splat(fineScale);
  const coarse = f32x4.splat(scale);
  const rounding = v128.load(constants, ROUNDING);
  let largest = f32x4.splat(0);
  let largestBias: f32 = 0;
  let largestSum: f32 = 0;
  let largestPart: f32 = 0;
  const eight = tables;
  for (let first = 0; first < rows; first += 8) {
    const top = unit + first;
    const to = toVisible + <usize>((top >> 6) * hidden) * 128 + ((top & 63) << 1);
    for (let i = 0; i < 8; i++) {
      const row = top + (i ^ 3);
      const out = eight + <usize>(i * wordLanes) * 2;
      if (first + (i ^ 3) >= rows) {
        memory.fill(out, 0, (<usize>wordLanes) << 1);
        continue;
      }
      const bias = load<f32>(visibleBiases + (row << 2));
      store<u16>(tileBiases + ((top >> 6) << 7) + (((row & 63) ^ 3) << 1), unitsOf(bias, scale));
      largestBias = max(largestBias, abs(bias));
      const from = weights + <usize>(row * hidden) * 4;
      const own = toHidden + <usize>(row * wordLanes) * 2;
      let sum = f32x4(abs(bias), 0, 0, 0);
      let part = f32x4.splat(0);
      for (let j = 0, left = BLOCK; j < hidden; j += 8) {
        let x = v128.load(from + (j << 2));
        let y = v128.load(from + (j << 2), 16);
        if (hidden - j < 8) {
          // What lies behind the row is not of it.
          const spare = scratch;
          v128.store(spare, f32x4.splat(0), 0);
          v128.store(spare, f32x4.splat(0), 16);
          memory.copy(spare, from + (j << 2), (<usize>(hidden - j)) << 2);
          x = v128.load(spare, 0);
          y = v128.load(spare, 16);
        }
        const fineUnits = wholeOfEight(x, y, fine, rounding);
        v128.store(own + (j << 1), fineUnits);
        v128.store(out + (j << 1), narrow ? wholeOfEight(x, y, coarse, rounding) : fineUnits);
        const size = f32x4.add(f32x4.abs(x), f32x4.abs(y));
        largest = f32x4.max(largest, f32x4.max(f32x4.abs(x), f32x4.abs(y)));
        sum = f32x4.add(sum, size);
        part = f32x4.add(part, size);
        left -= 8;
        if (left == 0) {
          largestPart = max(largestPart, total(part));
          part = f32x4.splat(0);
          left = BLOCK;
        }
      }
      largestPart = max(largestPart, total(part));
      largestSum = max(largestSum, total(sum));
    }
    for (let j = 0; j < hidden; j += 8) turnEight(to + (j << 7), min(8, hidden - j), eight + (j << 1));
  }
  const most = max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
  noteSizes(most, largestBias, largestSum, largestPart);
}

function wholeOfEight(x: v128, y: v128, units: v128, rounding: v128): v128 {
  return i16x8.narrow_i32x4_s(
    i32x4.sub(f32x4.add(f32x4.mul(x, units), rounding), rounding),
    i32x4.sub(f32x4.add(f32x4.mul(y, units), rounding), rounding),
  );
}

function total(x: v128): f32 {
  return f32x4.extract_lane(x, 0) + f32x4.extract_lane(x, 1) + (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3));
}

/** Writes a tile of `toVisible` from the rows of `toHidden`, in machines where both have the same units. */
export function turnTile(t: i32): void {
  const stride = (<usize>wordLanes) << 1;
  for (let first = 0; first < 64; first += 8) {
    const unit = (t << 6) + first;
    if (unit >= visible) return;
    const to = toVisible + <usize>(t * hidden) * 128 + (first << 1);
    for (let j = 0; j < hidden; j += 8) {
      const from = toHidden + <usize>unit * stride + (j << 1);
      // Rows behind the layer are memory that nothing else uses.
      turn(
        to + (j << 7),
        min(8, hidden - j),
        v128.load(from + 3 * stride),
        v128.load(from + 2 * stride),
        v128.load(from + stride),
        v128.load(from),
        v128.load(from + 7 * stride),
        v128.load(from + 6 * stride),
        v128.load(from + 5 * stride),
        v128.load(from + 4 * stride),
      );
    }
  }
}

/** Turns eight columns of eight rows, which are in the order of a tile. */
function turnEight(to: usize, columns: i32, from: usize): void {
  const stride = (<usize>wordLanes) << 1;
  turn(
    to,
    columns,
    v128.load(from),
    v128.load(from + stride),
    v128.load(from + 2 * stride),
    v128.load(from + 3 * stride),
    v128.load(from + 4 * stride),
    v128.load(from + 5 * stride),
    v128.load(from + 6 * stride),
    v128.load(from + 7 * stride),
  );
}

/** Transposes eight by eight int16: rows in, columns out, 128 bytes apart. */
function turn(to: usize, columns: i32, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): void {
  const ab = v128.shuffle<i16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
  const cd = v128.shuffle<i16>(c, d, 0, 8, 1, 9, 2, 10, 3, 11);
  const ef = v128.shuffle<i16>(e, f, 0, 8, 1, 9, 2, 10, 3, 11);
  const gh = v128.shuffle<i16>(g, h, 0, 8, 1, 9, 2, 10, 3, 11);
  const abHigh = v128.shuffle<i16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
  const cdHigh = v128.shuffle<i16>(c, d, 4, 12, 5, 13, 6, 14, 7, 15);
  const efHigh = v128.shuffle<i16>(e, f, 4, 12, 5, 13, 6, 14, 7, 15);
  const ghHigh = v128.shuffle<i16>(g, h, 4, 12, 5, 13, 6, 14, 7, 15);
  pair(to, columns, v128.shuffle<i32>(ab, cd, 0, 4, 1, 5), v128.shuffle<i32>(ef, gh, 0, 4, 1, 5));
  pair(to + 256, columns - 2, v128.shuffle<i32>(ab, cd, 2, 6, 3, 7), v128.shuffle<i32>(ef, gh, 2, 6, 3, 7));
  pair(
    to + 512,
    columns - 4,
    v128.shuffle<i32>(abHigh, cdHigh, 0, 4, 1, 5),
    v128.shuffle<i32>(efHigh, ghHigh, 0, 4, 1, 5),
  );
  pair(
    to + 768,
    columns - 6,
    v128.shuffle<i32>(abHigh, cdHigh, 2, 6, 3, 7),
    v128.shuffle<i32>(efHigh, ghHigh, 2, 6, 3, 7),
  );
}

/** Two columns, unless there are fewer. */
function pair(to: usize, columns: i32, upper: v128, lower: v128): void {
  if (columns > 0) v128.store(to, v128.shuffle<i64>(upper, lower, 0, 2), 0);
  if (columns > 1) v128.store(to, v128.shuffle<i64>(upper, lower, 1, 3), 128);
}
