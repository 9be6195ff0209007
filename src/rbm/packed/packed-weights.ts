/**
 * Keeping the two packed copies of the weights, one to sum each layer from, in step with the weights.
 *
 * @module
 */
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import type { Rbm } from '../rbm.ts';
import { repackRows } from './packed-rows.ts';
import { FRACTION, LARGEST_PACKED2_SUM, packed2Length } from './packed2-weights.ts';
import {
  DOUBLES_AT_A_TIME,
  finestScale,
  LARGEST_SUM,
  MOST_FOR_PACKED4,
  MOST_PACKED,
  packed4Length,
} from './packed4-weights.ts';

/**
 * The copies of a machine's weights and visible biases. They have to change wherever these do. Machines of more than
 * {@link MOST_PACKED} hidden units have none: their arrays are empty, groups and scale 0.
 */
export interface PackedWeights {
  /** Blocks of four visible units each. */
  readonly blocks: number;
  /** How many visible units share a double of `toVisible`: 1 << shift, which is 4, or 2 in wide machines. */
  readonly shift: number;
  /** Eight doubles each. */
  readonly groups: number;
  /** shape [groups, hidden, 8]: some visible units to a double, so that those of a group and a hidden unit fill a line of the cache */
  readonly toVisible: Float64Array;
  /** shape [groups, 8]: the visible biases, packed alike; where four share a double, with LANE_ZERO in every lane */
  readonly biases: Float64Array;
  /** Doubles to a row of `toHidden`. */
  readonly doubles: number;
  /** shape [visible, doubles]: two hidden units to a double */
  readonly toHidden: Float64Array;
  /** shape [visible]: what the sum of a unit's bias and weights would be if all counted as positive, in whole numbers */
  readonly l1Bounds: Float64Array;
  /** The finest scale: with two units to a double {@link FRACTION}, with four what the temperature allows; 0 in machines too wide for packing. */
  readonly finest: number;
  /** Whole numbers of `toVisible` to a nat, a power of two; 0 if sums fit at no scale: then neither copy must be used. */
  scale: number;
  /** No sum of `toVisible` is larger than this. */
  readonly largest: number;
}

/**
 * The copies of a machine's weights; none of a machine that is too wide for packing.
 *
 * @param temperature - of the sampler
 */
export function packWeights(rbm: Rbm, temperature: number, allocate: Allocator = ordinaryArrays): PackedWeights {
  const shift = rbm.hidden > MOST_FOR_PACKED4 ? 1 : 2;
  const visible = rbm.hidden > MOST_PACKED ? 0 : rbm.visible;
  const groups = Math.ceil(visible / (DOUBLES_AT_A_TIME << shift));
  const doubles = packed2Length(rbm.hidden);
  const packed = {
    blocks: packed4Length(rbm.visible),
    shift,
    groups,
    toVisible: allocate(Float64Array, groups * rbm.hidden * DOUBLES_AT_A_TIME),
    biases: allocate(Float64Array, groups * DOUBLES_AT_A_TIME),
    doubles,
    toHidden: allocate(Float64Array, visible * doubles),
    l1Bounds: allocate(Float64Array, visible),
    finest: visible === 0 ? 0 : shift === 2 ? finestScale(temperature) : FRACTION,
    scale: 0,
    largest: shift === 2 ? LARGEST_SUM : LARGEST_PACKED2_SUM,
  };
  repackAll({ packed, rbm });
  return packed;
}

/** A sampler, or as much of one as its copies are made from. */
interface Repacked {
  readonly rbm: Rbm;
  readonly packed: PackedWeights;
}

/** Makes all of the copies anew, at the finest scale at which sums fit; with two units to a double there is one scale only. */
export function repackAll({ packed, rbm }: Repacked): void {
  for (packed.scale = packed.finest; packed.scale >= 1; packed.scale = packed.shift === 2 ? packed.scale / 2 : 0) {
    let block = 0;
    while (block < packed.blocks && repackRows(packed, rbm, block)) block++;
    if (block === packed.blocks) return;
  }
  packed.scale = 0;
}
