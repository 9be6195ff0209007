/**
 * Sampling a layer given the other: the exact sampler's decisions, at a fraction of its work.
 *
 * @module
 */
import { checkNumber } from '../check.ts';
import { hiddenInput } from './hidden-input.ts';
import { type LogitBounds, logitBounds } from './logit-bounds.ts';
import { packedSums } from './packed-sums.ts';
import { FRACTION, type PackedWeights, packingError, packWeights, sumsFit } from './packed-weights.ts';
import type { Rbm } from './rbm.ts';
import { sampleInputs } from './sample-inputs.ts';
import { listUnits, settleList } from './sample-sums.ts';
import { visibleInput } from './visible-input.ts';

/** Which units of a layer are on. */
export interface ActiveUnits {
  /** shape [units + 1]: the first `count` are the units that are on, ascending */
  readonly active: Uint32Array;
  count: number;
}

/** A layer of `units`, all off. */
export function createUnits(units: number): ActiveUnits {
  return { active: new Uint32Array(units + 1), count: 0 };
}

/** A machine made ready for sampling. When its parameters change, `packed` has to change with them. */
export interface Sampler {
  readonly rbm: Rbm;
  readonly packed: PackedWeights;
  /** 1/T is what inputs are multiplied by before the logistic. */
  readonly temperature: number;
  /** For inputs from packed sums. */
  readonly packedBounds: LogitBounds;
  /** For exact inputs. */
  readonly bounds: LogitBounds;
  /** shape [8·groups]: room for packed sums */
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
    sums: new Float64Array(8 * packed.groups),
    hiddenInput: new Float64Array(rbm.hidden),
    visibleInput: new Float64Array(rbm.visible),
  };
}

/** Computes the hidden layer's inputs, `sampler.hiddenInput`, from the visible layer. */
export function computeHiddenInput({ hiddenInput: out, rbm }: Sampler, visible: ActiveUnits): void {
  hiddenInput(out, visible.active, visible.count, rbm.w, rbm.bh);
}

/** Samples the hidden layer from `sampler.hiddenInput`. `key`: shape [2], the stream of its uniform numbers. */
export function sampleHidden(hidden: ActiveUnits, sampler: Sampler, key: Uint32Array): void {
  const { hiddenInput: input, bounds, temperature } = sampler;
  hidden.count = sampleInputs(hidden.active, input, bounds, temperature, key[0], key[1]);
}

/** Samples the visible layer given the hidden one. `key`: shape [2], the stream of its uniform numbers. */
export function sampleVisible(visible: ActiveUnits, sampler: Sampler, hidden: ActiveUnits, key: Uint32Array): void {
  const { rbm, packed, packedBounds, bounds, temperature, sums } = sampler;
  const { active: on, count: onCount } = hidden;
  const [key0, key1] = [key[0], key[1]];
  if (sumsFit(packed, onCount)) {
    packedSums(sums, packed, on, onCount, rbm.hidden);
    const listed = listUnits(visible.active, sums, rbm.visible, packedBounds, key0, key1);
    visible.count = settleList(visible.active, listed, temperature, rbm, on, onCount, key0, key1);
  } else {
    visibleInput(sampler.visibleInput, on, onCount, rbm.w, rbm.bv, rbm.hidden);
    visible.count = sampleInputs(visible.active, sampler.visibleInput, bounds, temperature, key0, key1);
  }
}
