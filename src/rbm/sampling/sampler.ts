/**
 * Sampling a layer given the other: the exact sampler's decisions, at a fraction of its work.
 *
 * @module
 */
import { checkNumber } from '../../check.ts';
import { hiddenInput, oneHiddenInput } from '../kernels/hidden-input.ts';
import { fires, listInputs, sampleInputs } from '../kernels/sample-inputs.ts';
import { oneVisibleInput, visibleInput } from '../kernels/visible-input.ts';
import { visibleSums } from '../kernels/visible-sums.ts';
import { type LogitBounds, logitBounds } from '../packed/logit-bounds.ts';
import { type PackedWeights, packWeights } from '../packed/packed-weights.ts';
import { addPairs, pairSums } from '../packed/packed2-sums.ts';
import { pairsThatFit } from '../packed/packed2-weights.ts';
import { createThresholds, type Packed4Thresholds, writeThresholds } from '../packed/packed4-thresholds.ts';
import { halfUnits } from '../packed/packed4-weights.ts';
import { findCandidates, listCandidates } from '../packed/sample-packed4.ts';
import { DROPPED, dropUnits, findUndecided, UNDECIDED } from '../packed/undecided-units.ts';
import { checkRbm, type Rbm } from '../rbm.ts';

/** Which units of a layer are on. */
export interface ActiveUnits {
  /** shape [≥ units + 4]: the first `count` are the units that are on, ascending; behind them is room to work */
  readonly active: Uint32Array;
  count: number;
}

/** A layer of `units`, all off. */
export function createUnits(units: number): ActiveUnits {
  return { active: new Uint32Array(units + 4), count: 0 };
}

/** A machine made ready for sampling. When its parameters change, `packed` has to change with them. */
export interface Sampler {
  readonly rbm: Rbm;
  /** 1/T is what inputs are multiplied by before the logistic. */
  readonly temperature: number;
  readonly bounds: LogitBounds;
  readonly packed: PackedWeights;
  readonly room: SamplerRoom;
}

/** What sampling writes to. */
interface SamplerRoom {
  readonly thresholds: Packed4Thresholds;
  /** shape [8·groups] */
  readonly visibleSums: Float64Array;
  /** shape [quads] */
  readonly differences: Float64Array;
  /** shape [quads + 1] */
  readonly candidates: Uint32Array;
  /** shape [visible], in nats: where packed sums do not fit all of them, else those that had to be known exactly */
  readonly visibleInput: Float64Array;
  /** shape [pairs] */
  readonly pairSums: Float64Array;
  /** shape [hidden]: inputs of the hidden layer, in nats */
  readonly hiddenInput: Float64Array;
  /** How many rounded weights there are in each of them; 0 if they are exact. */
  roundedTerms: number;
  /** shape [≥ units + 4 of either layer]: where in a list the undecided units are */
  readonly undecided: Uint32Array;
  /** The visible layer that gave `hiddenInput`. */
  given: ActiveUnits;
}

/**
 * Makes a machine ready for sampling.
 *
 * @param temperature - 0.01–100; 1 for the machine's own distribution, less is tamer, more is wilder
 * @throws {HarmoniumError} `option-range`; `length` or `model-weights` for a machine that is none
 */
export function createSampler(rbm: Rbm, temperature: number = 1): Sampler {
  checkRbm(rbm);
  checkNumber('temperature', temperature, 0.01, 100);
  const packed = packWeights(rbm, temperature);
  return {
    rbm,
    temperature,
    bounds: logitBounds(temperature),
    packed,
    room: {
      thresholds: createThresholds(),
      visibleSums: new Float64Array(8 * packed.groups),
      differences: new Float64Array(packed.quads),
      candidates: new Uint32Array(packed.quads + 1),
      visibleInput: new Float64Array(rbm.visible),
      pairSums: new Float64Array(packed.pairs),
      hiddenInput: new Float64Array(rbm.hidden),
      roundedTerms: 0,
      given: createUnits(0),
      undecided: new Uint32Array(Math.max(rbm.visible, rbm.hidden) + 4),
    },
  };
}

/** Computes the hidden layer's inputs from the visible layer, for {@link sampleHidden}. */
export function computeHiddenInput(sampler: Sampler, visible: ActiveUnits): void {
  const { rbm, packed, room } = sampler;
  const { active, count } = visible;
  if (packed.scale > 0) {
    const most = pairsThatFit(packed.largest / packed.scale);
    pairSums(room.hiddenInput, room.pairSums, packed.toHidden, most, active, count, rbm.bh);
    room.roundedTerms = count;
    room.given = visible;
  } else {
    computeExactHiddenInput(sampler, visible);
  }
}

/** Computes them with nothing left out: `room.hiddenInput`, bit for bit as the numeric contract words them. */
export function computeExactHiddenInput({ rbm, room }: Sampler, visible: ActiveUnits): void {
  hiddenInput(room.hiddenInput, visible.active, visible.count, rbm.w, rbm.bh);
  room.roundedTerms = 0;
  room.given = visible;
}

/**
 * Samples the hidden layer from the inputs that have been computed last; the visible layer they were computed from must not
 * have changed since.
 *
 * @param key - shape [2], the stream of its uniform numbers
 */
export function sampleHidden(hidden: ActiveUnits, { rbm, bounds, temperature, room }: Sampler, key: Uint32Array): void {
  const { hiddenInput: input, roundedTerms, given, undecided } = room;
  const { active } = hidden;
  // As whole numbers of 32 bits with a sign: larger ones V8 would put on the heap for every call.
  const key0 = key[0] | 0;
  const key1 = key[1] | 0;
  if (roundedTerms === 0) {
    hidden.count = sampleInputs(active, input, bounds, temperature, key0, key1);
    return;
  }
  const listed = listInputs(active, input, roundedTerms, bounds, key0, key1);
  const count = findUndecided(undecided, active, listed);
  for (let n = 0; n < count; n++) {
    const at = undecided[n];
    const unit = active[at] & ~UNDECIDED;
    oneHiddenInput(input, unit, given.active, given.count, rbm.w, rbm.bh);
    active[at] = fires(input, unit, bounds, temperature, key0, key1) ? unit : DROPPED;
  }
  hidden.count = dropUnits(active, listed);
}

/** Samples the visible layer given the hidden one. `key`: shape [2], the stream of its uniform numbers. */
export function sampleVisible(visible: ActiveUnits, sampler: Sampler, hidden: ActiveUnits, key: Uint32Array): void {
  const { rbm, bounds, temperature, packed, room } = sampler;
  const { visibleInput: input, undecided } = room;
  const { active } = visible;
  const { active: on, count: onCount } = hidden;
  const key0 = key[0] | 0;
  const key1 = key[1] | 0;
  if (packed.scale === 0) {
    visibleInput(input, on, onCount, rbm.w, rbm.bv, rbm.hidden);
    visible.count = sampleInputs(active, input, bounds, temperature, key0, key1);
    return;
  }
  const list = packed.shift === 2 ? listQuads : listPairs;
  const listed = list(active, sampler, hidden, key0, key1);
  const count = findUndecided(undecided, active, listed);
  for (let n = 0; n < count; n++) {
    const at = undecided[n];
    const unit = active[at] & ~UNDECIDED;
    oneVisibleInput(input, unit, on, onCount, rbm.w, rbm.bv, rbm.hidden);
    active[at] = fires(input, unit, bounds, temperature, key0, key1) ? unit : DROPPED;
  }
  visible.count = dropUnits(active, listed);
}

/** Lists the visible units that fire and those that may, from sums by quads. */
function listQuads(
  listed: Uint32Array,
  { rbm, bounds, packed, room }: Sampler,
  hidden: ActiveUnits,
  key0: number,
  key1: number,
): number {
  const { candidates, differences, visibleSums: sums, thresholds } = room;
  if (thresholds.scale !== packed.scale) writeThresholds(thresholds, bounds, packed.scale);
  visibleSums(sums, packed, hidden.active, hidden.count, rbm.hidden);
  const count = findCandidates(candidates, differences, sums, thresholds, key0, key1);
  const spread = 2 * halfUnits(hidden.count);
  return listCandidates(listed, candidates, count, differences, sums, spread, thresholds, rbm.visible, key0, key1);
}

/** The same from sums by pairs, which leave as little open as those of the hidden layer. */
function listPairs(
  listed: Uint32Array,
  { rbm, bounds, packed, room }: Sampler,
  hidden: ActiveUnits,
  key0: number,
  key1: number,
): number {
  const { visibleInput: input, visibleSums: sums } = room;
  visibleSums(sums, packed, hidden.active, hidden.count, rbm.hidden);
  input.fill(0);
  addPairs(input, sums);
  // The bias is rounded too.
  return listInputs(listed, input, hidden.count + 1, bounds, key0, key1);
}
