/**
 * The mood units of a model: what they mean, and how often its music has each mood.
 *
 * @module
 */
import { checkInteger, checkLength, checkList, refuse } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { checkMoodCode, type MoodCode, moodUnitCount } from '../mood/mood-code.ts';
import type { Model } from './model.ts';
import type { TrainingRecord } from './training-record.ts';

/** The mood units of a model. */
export interface ModelMoods extends MoodCode {
  /** shape [valence levels, arousal levels]: `moodCounts` of the training record */
  readonly counts: readonly number[];
}

/** The fields of a training record that describe mood units. */
export function moodRecord({ units, valence, arousal, counts }: ModelMoods): TrainingRecord {
  const moodUnits = moodUnitCount({ units, valence, arousal });
  return { moodUnits, valenceThresholds: valence, arousalThresholds: arousal, moodCounts: counts };
}

/**
 * The mood units of a model, undefined if it has none.
 *
 * @throws {HarmoniumError} `option-range` or `length` naming the field for mood units without a valid code
 */
export function moodsOf({ training }: Pick<Model, 'training'>): ModelMoods | undefined {
  const { moodUnits, valenceThresholds: valence = [], arousalThresholds: arousal = [], moodCounts } = training;
  if (moodUnits === undefined) return undefined;
  const counts = moodCounts ?? [];
  const units = moodUnits / Math.max(1, Math.sign(valence.length) + Math.sign(arousal.length));
  checkMoodCode({ units, valence, arousal });
  checkList('moodCounts', counts);
  checkLength('moodCounts', counts, (valence.length + 1) * (arousal.length + 1));
  for (const [n, count] of counts.entries()) checkInteger(`moodCounts[${n}]`, count, 0, 4294967295);
  if (counts.every((count) => count === 0)) refuse('moodCounts', 'a count above 0', 'none');
  return { units, valence, arousal, counts };
}

/**
 * The mood units of a model that must have some.
 *
 * @throws {HarmoniumError} `no-moods` if it has none; otherwise as {@link moodsOf}
 */
export function demandMoods(model: Pick<Model, 'training'>): ModelMoods {
  const moods = moodsOf(model);
  if (moods !== undefined) return moods;
  throw new HarmoniumError('no-moods', 'the model has no mood units');
}
