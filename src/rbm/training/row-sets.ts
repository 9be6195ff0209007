/**
 * Choosing among rows: which are held out, in what order the others come.
 *
 * @module
 */
import { checkInteger, refuse } from '../../check.ts';
import type { GroupedRows } from '../../math/bits/bit-rows.ts';
import * as PURPOSE from '../../math/random/purpose.ts';
import { streamKey, uniform } from '../../math/random/random.ts';

/** Fails unless rows have `width` bits, each of them lies within the bits and the groups cover them. */
export function checkRows(name: string, { bits, starts, columns, groups }: GroupedRows, width: number): void {
  if (columns !== width) refuse(name, `rows of ${width} bits`, columns);
  for (const [row, start] of starts.entries()) {
    if (start + columns > 32 * bits.length) refuse(name, `rows within ${bits.length} words`, `row ${row} beyond them`);
  }
  for (let g = 1; g < groups.length; g++) {
    if (groups[g] < groups[g - 1]) refuse(name, 'groups that ascend', `${groups[g]} after ${groups[g - 1]}`);
  }
  if (groups[0] !== 0 || groups[groups.length - 1] !== starts.length) {
    refuse(name, `groups from 0 to ${starts.length}`, `${groups[0]} to ${groups[groups.length - 1]}`);
  }
}

/** At most `most` of the numbers 0 to `count` − 1, evenly spaced. */
export function evenlySpaced(count: number, most: number): number[] {
  const length = Math.min(count, most);
  return Array.from({ length }, (_, n) => Math.floor((n * count) / length));
}

/** Chooses a row by its number, its place in its group, and its group. */
export type RowChoice = (row: number, place: number, group: number) => boolean;

/** The rows for which `keep` holds. The bits are shared, not copied. */
export function selectRows(rows: GroupedRows, keep: RowChoice): GroupedRows {
  const starts = new Uint32Array(rows.starts.length);
  const groups = new Uint32Array(rows.groups.length);
  let kept = 0;
  for (let g = 0; g + 1 < rows.groups.length; g++) {
    const first = rows.groups[g];
    for (let row = first; row < rows.groups[g + 1]; row++) {
      if (keep(row, row - first, g)) starts[kept++] = rows.starts[row];
    }
    groups[g + 1] = kept;
  }
  return { bits: rows.bits, columns: rows.columns, starts: starts.slice(0, kept), groups };
}

/** 0 to `count` − 1. */
export function ascendingOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

/**
 * 0 to `count` − 1 in an order that depends on seed, purpose and round alone.
 *
 * Each place is drawn as ⌊u·(i + 1) / 2³²⌋. Up to 2²¹ of them the product is exact; beyond, it is rounded, alike
 * everywhere and never past the last place.
 *
 * @param count - 0–2³¹
 * @param seed - shape [4]
 * @throws {HarmoniumError} `option-range`
 */
export function shuffledOrder(count: number, seed: Uint32Array, purpose: number, round: number): Uint32Array {
  checkInteger('count', count, 0, 2147483648);
  const order = ascendingOrder(count);
  const key = new Uint32Array(2);
  streamKey(key, seed, purpose, 0, round);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor((uniform(key[0], key[1], i) * (i + 1)) / 4294967296);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}

/** Sets rows aside: [the others, those set aside]. */
export function splitRows(rows: GroupedRows, aside: RowChoice): [GroupedRows, GroupedRows] {
  return [selectRows(rows, (...row) => !aside(...row)), selectRows(rows, aside)];
}

/** Sets whole groups aside, `fraction` of them and at least one if there are two: [the others, those set aside]. */
export function holdOut(rows: GroupedRows, fraction: number, seed: Uint32Array): [GroupedRows, GroupedRows] {
  const count = rows.groups.length - 1;
  const aside = fraction > 0 && count > 1 ? Math.min(count - 1, Math.max(1, Math.round(fraction * count))) : 0;
  const chosen = new Set(shuffledOrder(count, seed, PURPOSE.heldOut, 0).subarray(0, aside));
  return splitRows(rows, (_row, _place, group) => chosen.has(group));
}
