/**
 * The gradient of 32 visible units where hidden units count as values: for each unit, the sums of what the hidden units count for over
 * the rows in which it is on, and 65,536 times in how many it is. Whole numbers below 2³¹: the order does not matter.
 *
 * The rows are listed by unit first, without unpredictable branches, so that the adding of a row's 50 or 100 values is the loop that
 * takes the time. A tile's sums, 8 to 13 kB, stay in the first cache.
 */
import { DATA, dataBits, dataValues, modelBits, modelValues, tileSums, tiles, wordLanes } from './machine';

/** Visible units of a tile. */
export const ROWS: i32 = 32;

/** Where in `tileSums` the sums of both phases are, i32 [32][wordLanes] each; */
export function sumsOf(which: i32): usize {
  return tileSums + (which == DATA ? 0 : (<usize>(ROWS * wordLanes)) << 2);
}

/** behind them, in how many rows a unit is on times 65,536, i32 [2][32]; */
export function balancesOf(which: i32): usize {
  return tileSums + ((<usize>(2 * ROWS * wordLanes)) << 2) + (which == DATA ? 0 : 128);
}

/** 1,024 bytes for the step of the tile, and then the list. */
export function tileRoom(): usize {
  return tileSums + ((<usize>(2 * ROWS * wordLanes)) << 2) + 256;
}

/** Writes the sums of one phase over `rows` rows, for visible units 32 · half to 32 · half + 31. */
export function sumTile(which: i32, rows: i32, half: i32): void {
  const bits = which == DATA ? dataBits : modelBits;
  const values = which == DATA ? dataValues : modelValues;
  const sums = sumsOf(which);
  const balances = balancesOf(which);
  const list = tileRoom() + 1024;
  memory.fill(sums, 0, (<usize>(ROWS * wordLanes)) << 2);
  memory.fill(balances, 0, 128);
  let to = list;
  for (let row = 0; row < rows; row++) {
    let on = load<u32>(bits + <usize>(row * tiles) * 8 + (half << 2));
    let at = to;
    to += (<usize>popcnt(on)) << 2;
    const base = row << 5;
    do {
      store<u32>(at, base | ctz(on), 0);
      on &= on - 1;
      store<u32>(at, base | ctz(on), 4);
      on &= on - 1;
      at += 8;
    } while (at < to);
  }
  const bytes = (<usize>wordLanes) << 2;
  for (let at = list; at < to; at += 4) {
    const entry = load<u32>(at);
    const unit = <usize>entry & 31;
    const sum = sums + unit * bytes;
    const value = values + <usize>(entry >> 5) * bytes;
    const balance = balances + (unit << 2);
    store<i32>(balance, load<i32>(balance) + 65536);
    for (let j: usize = 0; j < bytes; j += 64) {
      add(sum + j, value + j);
      add(sum + j + 16, value + j + 16);
      if (j + 32 < bytes) {
        add(sum + j + 32, value + j + 32);
        add(sum + j + 48, value + j + 48);
      }
    }
  }
}

function add(to: usize, from: usize): void {
  v128.store(to, i32x4.add(v128.load(to), v128.load(from)));
}

/** The sum of hidden unit `j` over the values of all rows of a phase. */
export function sumOfAll(which: i32, rows: i32, j: i32): i32 {
  const values = (which == DATA ? dataValues : modelValues) + ((<usize>j) << 2);
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += load<i32>(values + <usize>(row * wordLanes) * 4);
  return sum;
}
