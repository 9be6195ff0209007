/**
 * What the chains of a batch leave behind for the gradient: a visible layer and what its hidden units count for, twice an
 * example.
 *
 * @module
 */
import { checkInteger } from '../../check.ts';
import { sigmoid } from '../../math/functions/sigmoid.ts';
import type { Rbm } from '../rbm.ts';
import type { ActiveUnits } from '../sampling/sampler.ts';

/**
 * How a hidden unit counts in the statistics: with its probability (less noise: Hinton's advice), or with a sample of its
 * own, drawn afresh (as the original program does).
 */
export type Statistics = 'probabilities' | 'samples';

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
const MOST_IN_LANES = 127;

/** So many doubles of a layer are added at a time; layers are filled up to a multiple with zeros. */
export const WORDS_AT_A_TIME: number = 3;

/** The phases of up to `most` examples: phase n is example n of the batch, phase most + n its reconstruction. */
export interface Phases {
  readonly most: number;
  readonly statistics: Statistics;
  /** shape [2·most, visible]: the visible units that are on, ascending */
  readonly units: Uint32Array;
  /** shape [2·most]: how many of them count */
  readonly counts: Uint32Array;
  /** Hidden units to a double: {@link LANES} where whole samples are counted, else 1. */
  readonly lanes: number;
  /** What a hidden unit counts that is certainly on: 1 in lanes, else {@link ONE}. */
  readonly one: number;
  /** Doubles to a layer. */
  readonly words: number;
  /**
   * shape [2·most, words]: what the hidden units count for, negative in reconstructions. In lanes, hidden units 6k to 6k + 5
   * share word k, times 1, 2⁸, … 2⁴⁰: a row of 50 hidden units is then 9 additions instead of 50
   */
  readonly layers: Float64Array;
}

/**
 * Room for the phases of a batch.
 *
 * @param most - examples in a batch, 1–32,767
 * @throws {HarmoniumError} `option-range`
 */
export function createPhases({ visible, hidden }: Rbm, most: number, statistics: Statistics): Phases {
  checkInteger('batch', most, 1, MOST_EXAMPLES);
  const lanes = statistics === 'samples' && most <= MOST_IN_LANES ? LANES : 1;
  const words = WORDS_AT_A_TIME * Math.ceil(hidden / (lanes * WORDS_AT_A_TIME));
  return {
    most,
    statistics,
    units: new Uint32Array(2 * most * visible),
    counts: new Uint32Array(2 * most),
    lanes,
    one: lanes === 1 ? ONE : 1,
    words,
    layers: new Float64Array(2 * most * words),
  };
}

/** Keeps a phase in which each hidden unit counts with a sample. */
export function keepSamples(phases: Phases, phase: number, visible: ActiveUnits, hidden: ActiveUnits): void {
  const { most, lanes, words, layers, one } = phases;
  const sign = phase < most ? one : -one;
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
  const { most, words, layers } = phases;
  const sign = phase < most ? 1 : -1;
  const first = phase * words;
  // The sign stands outside: halves round upwards, and a reconstruction equal to its example must leave nothing.
  for (let j = 0; j < input.length; j++) layers[first + j] = sign * Math.round(ONE * sigmoid(input[j]));
  keepUnits(phases, phase, visible);
}

function keepUnits({ units, counts }: Phases, phase: number, { active, count }: ActiveUnits): void {
  const visible = units.length / counts.length;
  for (let n = 0, at = phase * visible; n < count; n++, at++) units[at] = active[n];
  counts[phase] = count;
}

/** 2⁸ to the power of a lane, 0–5. */
function placeValue(lane: number): number {
  const low = 1 << (8 * (lane % 3));
  return lane < 3 ? low : low * 16777216;
}
