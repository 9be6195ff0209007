/** Rows of bits: cut from runs of bits, listed, counted. Listing 85 of 2,340 units takes 0.09 µs. */
import {
  DATA,
  dataBits,
  dataCounts,
  dataLists,
  modelBits,
  modelCounts,
  modelLists,
  rowBits,
  rowShifts,
  rowWords,
  scratch,
  tiles,
  visible,
} from './machine';

/** Writes the list of a row's bits; returns how many there are. Up to four more entries behind the list are overwritten. */
function listRow(list: usize, bits: usize): u32 {
  let to = list;
  for (let t = 0; t < tiles; t++) {
    let m = load<u64>(bits + (t << 3));
    const base: u32 = t << 6;
    let at = to;
    to += (<usize>popcnt(m)) << 2;
    // Four at a time: the loop ends at the first or second turn, which a processor can predict.
    do {
      store<u32>(at, base + <u32>ctz(m), 0);
      m &= m - 1;
      store<u32>(at, base + <u32>ctz(m), 4);
      m &= m - 1;
      store<u32>(at, base + <u32>ctz(m), 8);
      m &= m - 1;
      store<u32>(at, base + <u32>ctz(m), 12);
      m &= m - 1;
      at += 16;
    } while (at < to);
  }
  return <u32>(to - list) >> 2;
}

function listOf(row: i32): usize {
  return (<usize>(row * (visible + 4))) << 2;
}

/** Cuts data rows out of the words that the host copied, first bit of a word highest, and lists them. */
export function listData(first: i32, last: i32): void {
  const valid: u64 = (visible & 63) == 0 ? <u64>-1 : ((<u64>1) << (visible & 63)) - 1;
  for (let row = first; row < last; row++) {
    turnWords(scratch + 256, rowBits + <usize>(row * rowWords) * 4);
    const shift = <u64>load<u32>(rowShifts + (row << 2));
    let from = scratch + 256;
    const to = dataBits + <usize>(row * tiles) * 8;
    for (let t = 0; t < tiles; t++, from += 8) {
      store<u64>(to + (t << 3), (load<u64>(from) >> shift) | ((load<u64>(from, 8) << 1) << (63 - shift)));
    }
    const end = to + ((<usize>(tiles - 1)) << 3);
    store<u64>(end, load<u64>(end) & valid);
    store<u32>(dataCounts + (row << 2), listRow(dataLists + listOf(row), to));
  }
}

/** Turns the words of a row round: its first bit becomes the lowest. */
function turnWords(to: usize, from: usize): void {
  // Of 0 to 15, the four bits turned round; and where each byte goes.
  const turned = i8x16(0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15);
  const low = i8x16.splat(15);
  for (let k = 0; k < rowWords; k += 4) {
    const words = v128.load(from + (k << 2));
    const x = i8x16.shuffle(words, words, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    const upper = i8x16.shl(i8x16.swizzle(turned, v128.and(x, low)), 4);
    v128.store(to + (k << 2), v128.or(upper, i8x16.swizzle(turned, i8x16.shr_u(x, 4))));
  }
}

/** Lists the bits of model rows. */
export function listModel(first: i32, last: i32): void {
  for (let row = first; row < last; row++) {
    store<u32>(modelCounts + (row << 2), listRow(modelLists + listOf(row), modelBits + <usize>(row * tiles) * 8));
  }
}

/** Writes the bits of model rows of which the host wrote the lists. */
export function setModelBits(first: i32, last: i32): void {
  for (let row = first; row < last; row++) {
    const bits = modelBits + <usize>(row * tiles) * 8;
    memory.fill(bits, 0, (<usize>tiles) << 3);
    let p = modelLists + listOf(row);
    const end = p + ((<usize>load<u32>(modelCounts + (row << 2))) << 2);
    for (; p < end; p += 4) {
      const unit = load<u32>(p);
      const at = bits + ((unit >> 6) << 3);
      store<u64>(at, load<u64>(at) | ((<u64>1) << (<u64>(unit & 63))));
    }
  }
}

/** In how many bits model rows differ from data rows. */
export function countWrong(first: i32, last: i32): i32 {
  let wrong: u64 = 0;
  const end = (<usize>(last * tiles)) << 3;
  for (let k = (<usize>(first * tiles)) << 3; k < end; k += 8) {
    wrong += popcnt(load<u64>(dataBits + k) ^ load<u64>(modelBits + k));
  }
  return <i32>wrong;
}

export function listsOf(which: i32): usize {
  return which == DATA ? dataLists : modelLists;
}

export function countsOf(which: i32): usize {
  return which == DATA ? dataCounts : modelCounts;
}
