/**
 * Sampling a layer given the other in plain TypeScript: the exact sampler's decisions, at a fraction of its work.
 *
 * @module
 */
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import { streamKey } from '../../math/random/random.ts';
import { hiddenInput, oneHiddenInput } from '../kernels/hidden-input.ts';
import { fires, listInputs, sampleInputs } from '../kernels/sample-inputs.ts';
import { oneVisibleInput, visibleInput } from '../kernels/visible-input.ts';
import { visibleSums } from '../kernels/visible-sums.ts';
import { type LogitBounds, logitBounds } from '../packed/logit-bounds.ts';
import { type PackedWeights, packWeights } from '../packed/packed-weights.ts';
import { addPacked2, hiddenSums } from '../packed/packed2-sums.ts';
import { packed2Terms } from '../packed/packed2-weights.ts';
import { createThresholds, type Packed4Thresholds, writeThresholds } from '../packed/packed4-thresholds.ts';
import { halfUnits } from '../packed/packed4-weights.ts';
import { findCandidates, listCandidates } from '../packed/sample-packed4.ts';
import { DROPPED, dropUnits, findUndecided, UNDECIDED } from '../packed/undecided-units.ts';
import type { Rbm } from '../rbm.ts';
import { type ActiveUnits, createUnits } from './active-units.ts';
import type { GibbsChain } from './gibbs-chain.ts';
import type { Sampler } from './sampler.ts';

/** A sampler with its inner state. When the parameters change, `packed` has to change with them. */
export interface PlainSampler extends Sampler {
  readonly bounds: LogitBounds;
  readonly packed: PackedWeights;
  readonly workspace: SamplerWorkspace;
}

/** What samplers of one machine can share, in several threads too. */
export type SharedSampler = Pick<PlainSampler, 'rbm' | 'temperature' | 'bounds' | 'packed'>;

/** What sampling writes to. */
interface SamplerWorkspace {
  readonly thresholds: Packed4Thresholds;
  /** shape [8·groups] */
  readonly visibleSums: Float64Array;
  /** shape [blocks] */
  readonly differences: Float64Array;
  /** shape [blocks + 1] */
  readonly candidates: Uint32Array;
  /** shape [visible], in nats: where packed sums do not fit all of them, else those that had to be known exactly */
  readonly visibleInput: Float64Array;
  /** shape [doubles] */
  readonly hiddenSums: Float64Array;
  /** shape [hidden]: inputs of the hidden layer, in nats */
  readonly hiddenInput: Float64Array;
  /** How many rounded weights there are in each of them; 0 if they are exact. */
  roundedTerms: number;
  /** shape [≥ units + 4 of either layer]: where in a list the undecided units are */
  readonly undecided: Uint32Array;
  /** The visible layer that gave `hiddenInput`, */
  given: ActiveUnits;
  /** and the hidden biases in it */
  biases: Float32Array;
}

/** A sampler of a machine and a temperature that have been checked. */
export function createPlainSampler(rbm: Rbm, temperature: number, allocate: Allocator = ordinaryArrays): PlainSampler {
  const packed = packWeights(rbm, temperature, allocate);
  return withWorkspace({ rbm, temperature, bounds: logitBounds(temperature), packed }, allocate);
}

/** A sampler that writes to memory of its own: one for each thread. */
export function withWorkspace(shared: SharedSampler, allocate: Allocator): PlainSampler {
  const { rbm, packed } = shared;
  const sampler: PlainSampler = {
    ...shared,
    run(chains, steps) {
      for (const chain of chains) runPlainChain(chain, sampler, steps);
    },
    workspace: {
      thresholds: createThresholds(allocate),
      visibleSums: allocate(Float64Array, 8 * packed.groups),
      differences: allocate(Float64Array, packed.blocks),
      candidates: allocate(Uint32Array, packed.blocks + 1),
      visibleInput: allocate(Float64Array, rbm.visible),
      hiddenSums: allocate(Float64Array, packed.doubles),
      hiddenInput: allocate(Float64Array, rbm.hidden),
      roundedTerms: 0,
      given: createUnits(0),
      biases: rbm.bh,
      undecided: createUnits(Math.max(rbm.visible, rbm.hidden), allocate).active,
    },
  };
  return sampler;
}

/** Moves a chain on. Allocates nothing. */
export function runPlainChain(chain: GibbsChain, sampler: PlainSampler, steps: number): void {
  const { visible, hidden, key, seed, purpose, index } = chain;
  for (let s = 0; s < steps; s++, chain.step++) {
    computeHiddenInput(sampler, visible);
    sampleLayers(visible, hidden, sampler, key, seed, purpose, index, 2 * chain.step);
  }
}

/**
 * Samples the hidden layer from the inputs that have been computed last, and then the visible one: in rounds `round` and
 * `round` + 1 of stream (seed, purpose, index). `key` is overwritten.
 */
export function sampleLayers(
  visible: ActiveUnits,
  hidden: ActiveUnits,
  sampler: PlainSampler,
  key: Uint32Array,
  seed: Uint32Array,
  purpose: number,
  index: number,
  round: number,
): void {
  streamKey(key, seed, purpose, index, round);
  sampleHidden(hidden, sampler, key);
  streamKey(key, seed, purpose, index, round + 1);
  sampleVisible(visible, sampler, hidden, key);
}

/**
 * Computes the hidden layer's inputs from the visible layer, for {@link sampleHidden}.
 *
 * @param biases - shape [hidden], the machine's own by default
 */
export function computeHiddenInput(
  sampler: PlainSampler,
  visible: ActiveUnits,
  biases: Float32Array = sampler.rbm.bh,
): void {
  const { packed, workspace } = sampler;
  const { active, count } = visible;
  if (packed.scale > 0) {
    const most = packed2Terms(packed.largest / packed.scale);
    hiddenSums(workspace.hiddenInput, workspace.hiddenSums, packed.toHidden, most, active, count, biases);
    workspace.roundedTerms = count;
    workspace.given = visible;
    workspace.biases = biases;
  } else {
    computeExactHiddenInput(sampler, visible, biases);
  }
}

/** Computes them with nothing left out: `workspace.hiddenInput`, bit for bit as the numeric contract defines them. */
export function computeExactHiddenInput(
  { rbm, workspace }: PlainSampler,
  visible: ActiveUnits,
  biases: Float32Array = rbm.bh,
): void {
  hiddenInput(workspace.hiddenInput, visible.active, visible.count, rbm.w, biases);
  workspace.roundedTerms = 0;
  workspace.given = visible;
}

/**
 * Samples the hidden layer from the inputs that have been computed last; the visible layer they were computed from must not
 * have changed since.
 *
 * @param key - shape [2], the stream of its uniform numbers
 */
export function sampleHidden(hidden: ActiveUnits, sampler: PlainSampler, key: Uint32Array): void {
  const { bounds, temperature, workspace } = sampler;
  const { hiddenInput: input, roundedTerms, given } = workspace;
  const { active } = hidden;
  // As whole numbers of 32 bits with a sign: larger ones V8 would put on the heap for every call.
  const key0 = key[0] | 0;
  const key1 = key[1] | 0;
  if (roundedTerms === 0) {
    hidden.count = sampleInputs(active, input, bounds, temperature, key0, key1);
    return;
  }
  hidden.count = listInputs(active, input, roundedTerms, bounds, key0, key1);
  settle(hidden, sampler, input, oneHiddenInput, given, workspace.biases, key0, key1);
}

/**
 * Samples the visible layer given the hidden one.
 *
 * @param key - shape [2], the stream of its uniform numbers
 * @param biases - shape [visible], the machine's own by default
 * @param packedBiases - the same from `packBiases`; empty if that returned that they do not fit
 */
export function sampleVisible(
  visible: ActiveUnits,
  sampler: PlainSampler,
  hidden: ActiveUnits,
  key: Uint32Array,
  biases: Float32Array = sampler.rbm.bv,
  packedBiases: Float64Array = sampler.packed.biases,
): void {
  const { rbm, bounds, temperature, packed, workspace } = sampler;
  const { visibleInput: input } = workspace;
  const { active } = visible;
  const key0 = key[0] | 0;
  const key1 = key[1] | 0;
  if (packed.scale === 0 || packedBiases.length === 0) {
    visibleInput(input, hidden.active, hidden.count, rbm.w, biases, rbm.hidden);
    visible.count = sampleInputs(active, input, bounds, temperature, key0, key1);
    return;
  }
  visibleSums(workspace.visibleSums, packed, packedBiases, hidden.active, hidden.count, rbm.hidden);
  visible.count = (packed.shift === 2 ? listPacked4 : listPacked2)(active, sampler, hidden.count, key0, key1);
  settle(visible, sampler, input, oneVisibleInput, hidden, biases, key0, key1);
}

/** Settles the undecided units of a list by their exact inputs. */
function settle(
  layer: ActiveUnits,
  { rbm, bounds, temperature, workspace }: PlainSampler,
  input: Float64Array,
  exactInput: typeof oneVisibleInput,
  given: ActiveUnits,
  biases: Float32Array,
  key0: number,
  key1: number,
): void {
  const { undecided } = workspace;
  const { active } = layer;
  const count = findUndecided(undecided, active, layer.count);
  for (let n = 0; n < count; n++) {
    const at = undecided[n];
    const unit = active[at] & ~UNDECIDED;
    exactInput(input, unit, given.active, given.count, rbm.w, biases, rbm.hidden);
    active[at] = fires(input, unit, bounds, temperature, key0, key1) ? unit : DROPPED;
  }
  layer.count = dropUnits(active, layer.count);
}

/** Lists the visible units that fire and those that may, from sums of four to a double over `terms` hidden units. */
function listPacked4(
  listed: Uint32Array,
  { rbm, bounds, packed, workspace }: PlainSampler,
  terms: number,
  key0: number,
  key1: number,
): number {
  const { candidates, differences, visibleSums: sums, thresholds } = workspace;
  if (thresholds.scale !== packed.scale) writeThresholds(thresholds, bounds, packed.scale);
  const count = findCandidates(candidates, differences, sums, thresholds, key0, key1);
  const spread = 2 * halfUnits(terms);
  return listCandidates(listed, candidates, count, differences, sums, spread, thresholds, rbm.visible, key0, key1);
}

/** The same from sums of two to a double, which leave as little open as those of the hidden layer. */
function listPacked2(
  listed: Uint32Array,
  { bounds, workspace }: PlainSampler,
  terms: number,
  key0: number,
  key1: number,
): number {
  const { visibleInput: input, visibleSums: sums } = workspace;
  addPacked2(input.fill(0), sums);
  // The bias is rounded too.
  return listInputs(listed, input, terms + 1, bounds, key0, key1);
}
