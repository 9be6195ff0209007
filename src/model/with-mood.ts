/**
 * A model of the music of one mood.
 *
 * @module
 */

import { checkMood, type Mood } from '../mood/mood.ts';
import { moodLevels, moodUnitsOn } from '../mood/mood-code.ts';
import { bitsPerStep } from '../roll/roll-shape.ts';
import type { Model } from './model.ts';
import { demandMoods } from './moods.ts';

/**
 * Clamps the mood units of a model, and gives a model without them: its windows have the distribution p(window | mood).
 *
 * Clamped units only add their weights to the inputs of the hidden units, so they become part of the hidden biases:
 * bh'_j = bh_j + Σ w_ij over the mood units i that are on, summed in ascending order and rounded to float32 once. The weights of
 * the window's units are those of the model, not copies.
 *
 * @throws {HarmoniumError} `no-moods` if the model has no mood units; `option-range` for a mood out of range
 */
export function withMood(model: Model, mood: Mood): Model {
  checkMood(mood);
  return withLevels(model, moodLevels(demandMoods(model), mood));
}

/** {@link withMood} for a pair of levels, see `moodLevels`. */
export function withLevels(model: Model, levels: readonly [valence: number, arousal: number]): Model {
  const { rbm, chains, training, ...others } = model;
  const { hidden } = rbm;
  const visible = model.steps * bitsPerStep(model.pitches);
  const on = moodUnitsOn(demandMoods(model), levels);
  const bh = Float32Array.from(rbm.bh, (bias, j) =>
    on.reduce((sum, unit) => sum + (rbm.w[(visible + unit) * hidden + j] ?? 0), bias),
  );
  const cells = { visible, hidden, w: rbm.w.subarray(0, visible * hidden), bv: rbm.bv.subarray(0, visible), bh };
  const {
    moodUnits: _units,
    valenceThresholds: _valence,
    arousalThresholds: _arousal,
    moodCounts: _counts,
    ...rest
  } = training;
  return { ...others, rbm: cells, chains: chains && { ...chains, columns: visible }, training: rest };
}
