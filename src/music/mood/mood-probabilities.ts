/**
 * How a model hears music: p(mood | music).
 *
 * @module
 */
import { activeBits } from '../../math/bits/active-bits.ts';
import { exp } from '../../math/functions/exp.ts';
import { log } from '../../math/functions/log.ts';
import { softplus } from '../../math/functions/sigmoid.ts';
import { checkModel, checkModelRoll } from '../../model/check-model.ts';
import type { Model } from '../../model/model.ts';
import { demandMoods, type ModelMoods } from '../../model/moods.ts';
import type { Mood } from '../../mood/mood.ts';
import { moodOfLevels, moodUnitsOn } from '../../mood/mood-code.ts';
import { hiddenInput } from '../../rbm/kernels/hidden-input.ts';
import { cutWindows } from '../../roll/cut-windows.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';

/** A mood, the middle of what a code stands for, and how probable it is. */
export interface MoodProbability {
  /** The middle of what the code stands for. */
  readonly mood: Mood;
  /** 0–1 */
  readonly probability: number;
}

/**
 * The probability of each mood that the model's mood units can stand for, given the music: the mean over its windows of
 * p(code | window) = e^−F(window, code) / Σ e^−F(window, any code), which is exact, since there are few codes.
 *
 * @param roll - with the model's grid and pitches, in the keys that the model knows (C major and A minor by default)
 * @returns by valence, then by arousal; the probabilities add up to 1
 * @throws {HarmoniumError} `no-moods` if the model has no mood units; `roll-shape` for another grid or other
 * pitches; `length`, `option-range`
 */
export function moodProbabilities(model: Model, roll: PianoRoll): MoodProbability[] {
  checkModel(model);
  checkModelRoll('roll', model, roll);
  const moods = demandMoods(model);
  const { rbm, steps } = model;
  const windows = cutWindows([roll], { steps, stride: steps });
  const units = windows.columns;
  const codes: Code[] = [];
  for (let valence = 0; valence <= moods.valence.length; valence++) {
    for (let arousal = 0; arousal <= moods.arousal.length; arousal++) {
      codes.push(codeOf(model, moods, units, [valence, arousal]));
    }
  }
  const sums = new Float64Array(codes.length);
  const logs = new Float64Array(codes.length);
  const active = new Uint32Array(units);
  const input = new Float64Array(rbm.hidden);
  for (let row = 0; row < windows.starts.length; row++) {
    hiddenInput(input, active, activeBits(active, windows, row), rbm.w, rbm.bh);
    const ofWindow = inputsOf(input);
    for (const [n, code] of codes.entries()) logs[n] = code.bias + softplusSum(ofWindow, code.inputs);
    addNormalised(sums, logs);
  }
  return codes.map(({ mood }, n) => ({ mood, probability: (sums[n] ?? 0) / Math.max(1, windows.starts.length) }));
}

/** What the mood units of a code add: to the logarithm of the probability, and to the inputs of the hidden units. */
interface Code {
  readonly mood: Mood;
  readonly bias: number;
  readonly inputs: Inputs;
}

function codeOf({ rbm }: Model, moods: ModelMoods, units: number, levels: readonly [number, number]): Code {
  const inputs = new Float64Array(rbm.hidden);
  let bias = 0;
  for (const unit of moodUnitsOn(moods, levels)) {
    bias += rbm.bv[units + unit] ?? 0;
    for (let j = 0; j < inputs.length; j++) inputs[j]! += rbm.w[(units + unit) * rbm.hidden + j] ?? 0;
  }
  return { mood: moodOfLevels(moods, levels), bias, inputs: inputsOf(inputs) };
}

/** Inputs of the hidden units, their exponentials, and the largest absolute value. */
interface Inputs {
  readonly nats: Float64Array;
  readonly exponentials: Float64Array;
  readonly largest: number;
}

function inputsOf(input: Float64Array): Inputs {
  const nats = Float64Array.from(input);
  const largest = nats.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { nats, exponentials: nats.map(exp), largest };
}

/** Up to this sum of inputs, no product of two exponentials and {@link MOST_PRODUCT} overflows. */
const MOST_INPUT = 200;
const MOST_PRODUCT = 1e200;

/**
 * Σ softplus(x_j + y_j) = log Π (1 + e^x_j · e^y_j): a multiplication for each hidden unit instead of an exponential and a logarithm,
 * a sixth of the time.
 */
function softplusSum(x: Inputs, y: Inputs): number {
  let sum = 0;
  if (x.largest + y.largest > MOST_INPUT) {
    for (let j = 0; j < x.nats.length; j++) sum += softplus((x.nats[j] ?? 0) + (y.nats[j] ?? 0));
    return sum;
  }
  let product = 1;
  for (let j = 0; j < x.nats.length; j++) {
    product *= 1 + (x.exponentials[j] ?? 0) * (y.exponentials[j] ?? 0);
    if (product < MOST_PRODUCT) continue;
    sum += log(product);
    product = 1;
  }
  return sum + log(product);
}

/** Adds e^log, divided by their sum. */
function addNormalised(sums: Float64Array, logs: Float64Array): void {
  const most = logs.reduce((largest, value) => Math.max(largest, value), -Infinity);
  const shares = logs.map((value) => exp(value - most));
  const total = shares.reduce((sum, share) => sum + share, 0);
  for (let n = 0; n < sums.length; n++) sums[n]! += (shares[n] ?? 0) / total;
}

/** The mean of a distribution of moods. */
export function meanMood(probabilities: readonly MoodProbability[]): Mood {
  let valence = 0;
  let arousal = 0;
  for (const { mood, probability } of probabilities) {
    valence += probability * mood.valence;
    arousal += probability * mood.arousal;
  }
  return { valence, arousal };
}
