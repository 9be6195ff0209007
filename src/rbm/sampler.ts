/**
 * Sampling a layer given the other: the exact sampler's decisions, at a fraction of its work.
 *
 * @module
 */
import { checkNumber } from '../check.ts';
import { hiddenInput } from './hidden-input.ts';
import { type LogitBounds, logitBounds } from './logit-bounds.ts';
import {
  BLOCK,
  FRACTION,
  type PackedWeights,
  packingError,
  packWeights,
  padColumns,
  sumBlock,
  sumsFit,
} from './packed-weights.ts';
import type { Rbm } from './rbm.ts';
import { sampleInputs } from './sample-inputs.ts';
import { listBlock, settleList } from './sample-sums.ts';
import { visibleInput } from './visible-input.ts';

/** Which units of a layer are on. */
export interface ActiveUnits {
  /** shape [≥ units + 128]: the first `count` are the units that are on, ascending */
  readonly active: Uint32Array;
  count: number;
}

/** A layer of `units`, all off. */
export function createUnits(units: number): ActiveUnits {
  return { active: new Uint32Array(units + 2 * BLOCK), count: 0 };
}

/** A machine made ready for sampling. When its parameters change, `packed` has to change with them. */
export interface Sampler {
  readonly rbm: Rbm;
  readonly packed: PackedWeights;
  /** What inputs are divided by before the logistic. */
  readonly temperature: number;
  /** For inputs from packed sums. */
  readonly packedBounds: LogitBounds;
  /** For exact inputs. */
  readonly bounds: LogitBounds;
  /** shape [64]: room for a block's packed sums */
  readonly sums: Float64Array;
  /** shape [hidden]: inputs of the hidden layer, in nats, when last computed */
  readonly hiddenInput: Float64Array;
  /** shape [visible]: inputs of the visible layer, where it had to be sampled without packed sums */
  readonly visibleInput: Float64Array;
}

/**
 * Makes a machine ready for sampling.
 *
 * @param temperature - 0.01–100; 1 for the machine's own distribution, less is tamer, more is wilder
 * @throws {HarmoniumError} `option-range`
 */
export function createSampler(rbm: Rbm, temperature: number = 1): Sampler {
  checkNumber('temperature', temperature, 0.01, 100);
  const packed = packWeights(rbm);
  return {
    rbm,
    packed,
    temperature,
    packedBounds: logitBounds(packingError(rbm.hidden), temperature, FRACTION),
    bounds: logitBounds(0, temperature, 1),
    sums: new Float64Array(BLOCK),
    hiddenInput: new Float64Array(rbm.hidden),
    visibleInput: new Float64Array(rbm.visible),
  };
}

/** Computes the hidden layer's inputs, `sampler.hiddenInput`, from the visible layer. */
export function computeHiddenInput({ hiddenInput: out, rbm }: Sampler, visible: ActiveUnits): void {
  hiddenInput(out, visible.active, visible.count, rbm.w, rbm.bh);
}

/** Samples the hidden layer from `sampler.hiddenInput`, with the uniform numbers of stream (key0, key1). */
export function sampleHidden(hidden: ActiveUnits, sampler: Sampler, key0: number, key1: number): void {
  const { hiddenInput: input, bounds, temperature } = sampler;
  hidden.count = sampleInputs(hidden.active, input, bounds, temperature, key0, key1);
}

/**
 * Samples the visible layers of several chains, each given its own hidden layer.
 *
 * Block after block of the visible units, and within it chain after chain: so a block's weights are fetched once for all.
 *
 * @param visible - one a chain
 * @param hidden - one a chain; padded, but not otherwise changed
 * @param keys - shape [≥ 2·count], the streams of the chains' uniform numbers
 * @param count - how many chains
 */
export function sampleVisible(
  visible: readonly ActiveUnits[],
  sampler: Sampler,
  hidden: readonly ActiveUnits[],
  keys: Uint32Array,
  count: number,
): void {
  const { rbm, packed, packedBounds, temperature, sums } = sampler;
  for (let c = 0; c < count; c++) {
    visible[c].count = 0;
    padColumns(hidden[c].active, hidden[c].count, rbm.hidden);
  }
  for (let block = 0; block * BLOCK < packed.pairs; block++) {
    for (let c = 0; c < count; c++) {
      const { active, count: on } = hidden[c];
      if (!sumsFit(packed, on)) continue;
      sumBlock(sums, packed.columns, block, active, on, rbm.hidden);
      const units = visible[c];
      const [key0, key1] = [keys[2 * c], keys[2 * c + 1]];
      units.count = listBlock(units.active, units.count, sums, block, packed.pairs, packedBounds, key0, key1);
    }
  }
  for (let c = 0; c < count; c++) {
    const { active, count: on } = hidden[c];
    const units = visible[c];
    const [key0, key1] = [keys[2 * c], keys[2 * c + 1]];
    units.count = sumsFit(packed, on)
      ? settleList(units.active, units.count, temperature, rbm, active, on, key0, key1)
      : samplePlainly(units, sampler, hidden[c], key0, key1);
  }
}

/** Samples one visible layer whose packed sums would not fit. */
function samplePlainly(
  visible: ActiveUnits,
  { rbm, bounds, temperature, visibleInput: input }: Sampler,
  { active, count }: ActiveUnits,
  key0: number,
  key1: number,
): number {
  visibleInput(input, active, count, rbm.w, rbm.bv, rbm.hidden);
  return sampleInputs(visible.active, input, bounds, temperature, key0, key1);
}
