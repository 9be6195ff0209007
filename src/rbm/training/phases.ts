/**
 * What the chains of a batch leave behind for the gradient: visible layers and what their hidden units count for. Positive
 * phases are examples. Negative ones are what the model has in their place: their reconstructions, or persistent chains.
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import { sigmoid } from '../../math/functions/sigmoid.ts';
import { type Allocator, ordinaryArrays } from '../../math/memory/allocator.ts';
import type { Rbm } from '../rbm.ts';
import type { ActiveUnits } from '../sampling/active-units.ts';

/**
 * How a hidden unit counts in the statistics: with its probability (less noise: Hinton's advice), or with a sample of its
 * own, drawn afresh (as the original program does).
 */
export type HiddenStatistics = 'probabilities' | 'samples';

/**
 * A probability of 1 in the sums. They are whole numbers, so they do not depend on the order in which examples are added, or
 * on which worker adds them. A probability is kept to 2⁻¹⁶, which is far below the noise of the sampling beside it.
 */
export const ONE: number = 65536;

/** The most examples in a batch: beyond, a sum could pass 2³¹. */
export const MOST_EXAMPLES: number = 32767;

/** Samples that share a double, in lanes of 8 bits. */
export const LANES: number = 6;

/** The most examples whose samples are counted in lanes: beyond, a lane could overflow. */
export const MOST_IN_LANES = 127;

/** So many doubles of a layer are added at a time; layers are filled up to a multiple with zeros. */
export const WORDS_AT_A_TIME: number = 3;

/** Phase n is example n of the batch, phase positives + n its reconstruction, or chain n. */
export interface Phases {
  /** The most examples in a batch. */
  readonly positives: number;
  readonly statistics: HiddenStatistics;
  /** shape [phases, visible]: the visible units that are on, ascending */
  readonly units: Uint32Array;
  /** shape [phases]: how many of them count */
  readonly counts: Uint32Array;
  /** Hidden units to a double: {@link LANES} where whole samples are counted, else 1. */
  readonly lanes: number;
  /** What a hidden unit counts that is certainly on: 1 in lanes, else {@link ONE}. */
  readonly one: number;
  /** Doubles to a layer. */
  readonly words: number;
  /**
   * shape [phases, words]: what the hidden units count for, negative in negative phases. In lanes, hidden units 6k to 6k + 5
   * share word k, times 1, 2⁸, … 2⁴⁰: a row of 50 hidden units is then 9 additions instead of 50
   */
  readonly layers: Float64Array;
}

/**
 * Memory for the phases of a batch.
 *
 * @param batch - examples in it, 1–32,767
 * @param chains - persistent chains, 0–32,767; with 0, every example has a reconstruction
 * @throws {HarmoniumError} `option-range`
 */
export function createPhases(
  { visible, hidden }: Rbm,
  batch: number,
  statistics: HiddenStatistics,
  chains: number = 0,
  allocate: Allocator = ordinaryArrays,
): Phases {
  checkInteger('batch', batch, 1, MOST_EXAMPLES);
  const phases = batch + (chains || batch);
  // The centred gradient sums whole doubles.
  const lanes = statistics === 'samples' && chains === 0 && batch <= MOST_IN_LANES ? LANES : 1;
  const words = WORDS_AT_A_TIME * Math.ceil(hidden / (lanes * WORDS_AT_A_TIME));
  return {
    positives: batch,
    statistics,
    units: allocate(Uint32Array, phases * visible),
    counts: allocate(Uint32Array, phases),
    lanes,
    one: lanes === 1 ? ONE : 1,
    words,
    layers: allocate(Float64Array, phases * words),
  };
}

/** Keeps a phase in which each hidden unit counts with a sample. */
export function keepSamples(phases: Phases, phase: number, visible: ActiveUnits, hidden: ActiveUnits): void {
  const { positives, lanes, words, layers, one } = phases;
  const sign = phase < positives ? one : -one;
  const first = phase * words;
  layers.fill(0, first, first + words);
  for (let n = 0; n < hidden.count; n++) {
    const unit = hidden.active[n];
    const word = lanes === 1 ? unit : Math.floor(unit / LANES);
    layers[first + word] += sign * placeValue(unit - word * lanes);
  }
  keepUnits(phases, phase, visible);
}

/** Keeps a phase in which each hidden unit counts with its probability. `input`: shape [hidden], in nats. */
export function keepProbabilities(phases: Phases, phase: number, visible: ActiveUnits, input: Float64Array): void {
  const { positives, words, layers } = phases;
  const sign = phase < positives ? 1 : -1;
  const first = phase * words;
  // The sign stands outside: halves round upwards, and a reconstruction equal to its example must leave nothing.
  for (let j = 0; j < input.length; j++) layers[first + j] = sign * Math.round(ONE * sigmoid(input[j]));
  keepUnits(phases, phase, visible);
}

function keepUnits({ units, counts }: Phases, phase: number, { active, count }: ActiveUnits): void {
  const stride = units.length / counts.length;
  for (let n = 0, at = phase * stride; n < count; n++, at++) units[at] = active[n];
  counts[phase] = count;
}

/** 2⁸ to the power of a lane, 0–5. */
function placeValue(lane: number): number {
  const low = 1 << (8 * (lane % 3));
  return lane < 3 ? low : low * 16777216;
}
