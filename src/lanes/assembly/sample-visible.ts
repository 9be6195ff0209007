/**
 * Hidden to visible: sums of int16, sixty-four visible units at a time in eight registers, over the hidden units that are on,
 *
 *     sum[i] = bv[i] + Σ w[i][j], in units of 1/scale
 *
 * and their decisions: by a byte of each unit's number, then by ten bits, then by the exact sum.
 *
 * A tile's weights, 6 kB for 50 hidden units, stay in the first cache while the rows of a chunk pass over them: all of the machine's
 * weights would come from the second cache, and of wide machines from the third, once a row. Each stage is a loop of its own over the
 * rows, so that no unpredictable branch waits in the middle of sums. A Gibbs step of 100 rows of 2340x50 takes 0.12 ms.
 */
import { settleVisible } from './exact';
import { shift } from './limits';
import {
  activeCounts,
  activeHidden,
  BLOCK,
  byteBounds,
  cells,
  constants,
  FIRST_FOUR,
  hidden,
  keys,
  MIX_FIRST,
  MIX_SECOND,
  MOST_NARROW,
  modelBits,
  mostError,
  NEXT_FOUR,
  openUnits,
  places,
  scratch,
  tables,
  tileBiases,
  tiles,
  toVisible,
  undecided,
  visible,
} from './machine';
import { randomWord, randomWords } from './random';
import { VISIBLE_KEY } from './sample-hidden';
import { binsOf, isZero, lookUp } from './thresholds';

/** Rows of a chunk: their places, 14 kB, and a tile share the first cache. */
const CHUNK: i32 = 56;

/** What is known of a row of a chunk, 256 bytes: sums (i16 [64]), a byte of uniform numbers (u8 [64]), */
const PLACE: usize = 256;
const NUMBERS: usize = 128;
/** bit masks of the units that may fire and of those a byte leaves open (u64 each), */
const MAY: usize = 192;
const OPEN: usize = 200;
/** the stream's key (u32 [2]), where its table of bounds is, the error of its sums in units, the row's number, */
const KEY0: usize = 208;
const KEY1: usize = 212;
const BOUNDS: usize = 216;
const ERROR: usize = 220;
const ROW: usize = 224;
/** and the first and the end of its hidden units, and how far they have been added. */
const FROM: usize = 228;
const TO: usize = 232;
const AT: usize = 236;

/** Bytes of an undecided unit in its list: unit, row, uniform number. */
const UNDECIDED_BYTES: i32 = 12;
/** Entries that the list has to have left before a tile. */
const MOST_A_TILE: i32 = CHUNK * 64;
const UNDECIDED_ROOM: usize = <usize>(2 * MOST_A_TILE * UNDECIDED_BYTES);

/** Samples the visible layers of model rows, whose own hidden layers are there, into their bits. */
export function sampleVisible(first: i32, last: i32): void {
  const rows = last - first;
  const chunks = (rows + CHUNK - 1) / CHUNK;
  const size = (rows + chunks - 1) / max(1, chunks);
  for (let from = first; from < last; from += size) sampleChunk(from, min(last - from, size));
}

function sampleChunk(from: i32, rows: i32): void {
  arrange(from, rows);
  const end = places + <usize>rows * PLACE;
  let last = undecided;
  for (let t = 0; t < tiles; t++) {
    sumTiles(t, end);
    compareBytes(t, end);
    if ((t + 1) << 6 > visible) keepUnits(end);
    last = compareTenBits(t, openUnits, listOpen(openUnits, end), last);
    for (let p = places; p < end; p += PLACE) store<u64>(bitsOf(load<i32>(p, ROW), t), inOrder(load<u64>(p, MAY)));
    if (last - undecided > UNDECIDED_ROOM / 2) {
      settle(last);
      last = undecided;
    }
  }
  settle(last);
}

function bitsOf(row: i32, tile: i32): usize {
  return modelBits + <usize>(row * tiles + tile) * 8;
}

/** Turns each four bits round: the last unit of four comes first in a tile. */
function inOrder(m: u64): u64 {
  m = ((m & 0x5555555555555555) << 1) | ((m >> 1) & 0x5555555555555555);
  return ((m & 0x3333333333333333) << 2) | ((m >> 2) & 0x3333333333333333);
}

/** Sorts the rows of a chunk by how many hidden units are on, so that loops over those are as long as the last one was. */
function arrange(from: i32, rows: i32): void {
  const starts = tables;
  memory.fill(starts, 0, (<usize>(hidden + 2)) << 2);
  for (let i = 0; i < rows; i++) {
    const at = starts + (load<u32>(activeCounts + ((from + i) << 2)) << 2);
    store<u32>(at, load<u32>(at, 4) + 1, 4);
  }
  for (let k = 1; k <= hidden; k++) {
    store<u32>(starts + (k << 2), load<u32>(starts + (k << 2)) + load<u32>(starts + ((k - 1) << 2)));
  }
  for (let row = from; row < from + rows; row++) {
    const on = load<i32>(activeCounts + (row << 2));
    const at = starts + (on << 2);
    const place = load<u32>(at);
    store<u32>(at, place + 1);
    const p = places + <usize>place * PLACE;
    const key = keys + (row << 5) + VISIBLE_KEY;
    const list = activeHidden + <usize>(row * hidden) * 4;
    // Half a unit a term; in a wide machine terms are finer, and each block is cut off once.
    const error = hidden <= MOST_NARROW ? (on + 2) >> 1 : ((on + 2) >> (shift + 1)) + (hidden + BLOCK - 1) / BLOCK + 2;
    store<u32>(p, load<u32>(key, 0), KEY0);
    store<u32>(p, load<u32>(key, 4), KEY1);
    store<u32>(p, <u32>byteBounds + <u32>(min(2 * error, mostError) << 6), BOUNDS);
    store<u32>(p, error, ERROR);
    store<u32>(p, row, ROW);
    store<u32>(p, <u32>list, FROM);
    store<u32>(p, <u32>list + (on << 2), TO);
  }
}

/**
 * Writes the sums of a tile and the hidden units of a list, beginning with those at `start`. Two loops call it, so the compiler has to be
 * told to put it in place: 4,000 calls would be 3 % of a step.
 */
@inline
function sumTile(sums: usize, start: usize, tile: usize, list: usize, end: usize): void {
  let a = v128.load(start, 0);
  let b = v128.load(start, 16);
  let c = v128.load(start, 32);
  let d = v128.load(start, 48);
  let e = v128.load(start, 64);
  let f = v128.load(start, 80);
  let g = v128.load(start, 96);
  let h = v128.load(start, 112);
  for (; list < end; list += 4) {
    const p = tile + load<u32>(list);
    a = i16x8.add(a, v128.load(p, 0));
    b = i16x8.add(b, v128.load(p, 16));
    c = i16x8.add(c, v128.load(p, 32));
    d = i16x8.add(d, v128.load(p, 48));
    e = i16x8.add(e, v128.load(p, 64));
    f = i16x8.add(f, v128.load(p, 80));
    g = i16x8.add(g, v128.load(p, 96));
    h = i16x8.add(h, v128.load(p, 112));
  }
  v128.store(sums, a, 0);
  v128.store(sums, b, 16);
  v128.store(sums, c, 32);
  v128.store(sums, d, 48);
  v128.store(sums, e, 64);
  v128.store(sums, f, 80);
  v128.store(sums, g, 96);
  v128.store(sums, h, 112);
}

function sumTiles(t: i32, end: usize): void {
  const tile = toVisible + <usize>(t * hidden) * 128;
  const biases = tileBiases + (<usize>t << 7);
  if (hidden <= MOST_NARROW) {
    for (let p = places; p < end; p += PLACE) sumTile(p, biases, tile, load<u32>(p, FROM), load<u32>(p, TO));
    return;
  }
  for (let p = places; p < end; p += PLACE) {
    memory.copy(p, biases, 128);
    store<u32>(p, load<u32>(p, FROM), AT);
  }
  memory.fill(scratch + 128, 0, 128);
  for (let top = BLOCK; ; top += BLOCK) {
    for (let p = places; p < end; p += PLACE) {
      const at = load<u32>(p, AT);
      const last = load<u32>(p, TO);
      let stop = at;
      while (stop < last && load<u32>(stop) < <u32>top << 7) stop += 4;
      sumTile(scratch, scratch + 128, tile, at, stop);
      // Weights are finer here by 1 << shift; what a block adds is brought down, which takes less than a unit off.
      for (let k: usize = 0; k < 128; k += 16) {
        v128.store(p + k, i16x8.add(v128.load(p + k), i16x8.shr_s(v128.load(scratch + k), shift)));
      }
      store<u32>(p, stop, AT);
    }
    if (top >= hidden) break;
  }
}

/** Draws a byte of each unit's number and compares it with the bounds of its probability: sixteen units at a time. */
function compareBytes(t: i32, end: usize): void {
  const first = v128.load(constants, MIX_FIRST);
  const second = v128.load(constants, MIX_SECOND);
  const mask = i8x16.splat(31);
  const sixteen = i8x16.splat(16);
  let counter = i32x4.add(i32x4.splat(<u32>(t << 4) * 0x9e3779b9), v128.load(constants, FIRST_FOUR));
  for (let g = 0; g < 4; g++) {
    for (let p = places; p < end; p += PLACE) {
      const key0 = v128.load32_splat(p, KEY0);
      const numbers = randomWords(i32x4.add(key0, counter), v128.load32_splat(p, KEY1), first, second);
      const at = p + (g << 4);
      v128.store(at, numbers, NUMBERS);
      const sums = at + (g << 4);
      const bins = binsOf(v128.load(sums), v128.load(sums, 16), mask);
      const below = i8x16.sub(bins, sixteen);
      const bounds = <usize>load<u32>(p, BOUNDS);
      const upper = lookUp(bins, below, v128.load(bounds, 16), v128.load(bounds));
      const lower = lookUp(bins, below, v128.load(bounds, 48), v128.load(bounds, 32));
      const to = p + (g << 1);
      store<u16>(to, i8x16.bitmask(isZero(i8x16.sub_sat_u(numbers, upper))), MAY);
      store<u16>(to, i8x16.bitmask(isZero(i8x16.sub_sat_u(lower, numbers))), OPEN);
    }
    counter = i32x4.add(counter, v128.load(constants, NEXT_FOUR));
  }
}

/** In the last tile: what lies behind the layer does not fire. */
function keepUnits(end: usize): void {
  const valid = inOrder(((<u64>1) << (visible & 63)) - 1);
  for (let p = places; p < end; p += PLACE) store<u64>(p, load<u64>(p, MAY) & valid, MAY);
}

/** Lists the units that a byte leaves open, as addresses: place + unit. */
function listOpen(list: usize, end: usize): usize {
  let to = list;
  for (let p = places; p < end; p += PLACE) {
    const may = load<u64>(p, MAY);
    const unsure = load<u64>(p, OPEN);
    store<u64>(p, may & ~unsure, MAY);
    let open = may & unsure;
    let at = to;
    to += (<usize>popcnt(open)) << 2;
    do {
      store<u32>(at, <u32>p + <u32>ctz(open), 0);
      open &= open - 1;
      store<u32>(at, <u32>p + <u32>ctz(open), 4);
      open &= open - 1;
      at += 8;
    } while (at < to);
  }
  return to;
}

/** Compares ten bits of the numbers of open units; writes those that stay open to `to`. No branch: none could be predicted. */
function compareTenBits(t: i32, list: usize, end: usize, to: usize): usize {
  for (; list < end; list += 4) {
    const entry = <usize>load<u32>(list);
    const k = entry & 63;
    const p = entry - k;
    const unit: u32 = (t << 6) | <u32>(k ^ 3);
    const sum = <i32>load<i16>(p + (k << 1));
    const byte = load<u8>(entry, NUMBERS);
    const own = randomWord(load<u32>(p, KEY0), load<u32>(p, KEY1), unit | 0x80000000);
    const cell = cells + ((((<usize>byte) << 2) | (own >> 30)) << 2);
    const error = load<i32>(p, ERROR);
    const yes = ~((sum - error - <i32>load<i16>(cell, 2)) >> 31);
    const no = (sum + error - <i32>load<i16>(cell)) >> 31;
    store<u64>(p, load<u64>(p, MAY) | ((<u64>(yes & 1)) << k), MAY);
    store<u32>(to, unit, 0);
    store<u32>(to, load<u32>(p, ROW), 4);
    store<u32>(to, ((<u32>byte) << 24) | (own >> 8), 8);
    to += ~(yes | no) & UNDECIDED_BYTES;
  }
  return to;
}

/** Settles the undecided units exactly. */
function settle(end: usize): void {
  for (let at = undecided; at < end; at += UNDECIDED_BYTES) {
    const unit = load<u32>(at);
    const row = load<i32>(at, 4);
    const bits = bitsOf(row, unit >> 6);
    store<u64>(bits, load<u64>(bits) | ((<u64>settleVisible(unit, row, load<u32>(at, 8))) << (<u64>(unit & 63))));
  }
}
