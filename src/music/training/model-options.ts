/**
 * A caller's options, completed by the preset's and checked.
 *
 * @module
 */
import { checkBoolean, checkChoice, checkEach, checkInteger, checkNumber, refuse } from '../../check.ts';
import { MODEL_RANGES } from '../../model/check-model.ts';
import type { Kernels } from '../../rbm/kernels/kernels.ts';
import { MOST_HIDDEN } from '../../rbm/rbm.ts';
import { checkTraining } from '../../rbm/training/training-options.ts';
import { ARTICLE_STEPS } from '../../roll/cut-windows.ts';
import type { PianoRoll } from '../../roll/piano-roll.ts';
import { checkPitches } from '../../roll/roll-shape.ts';
import type { MoodLabelling } from '../mood/label-windows.ts';
import { type ModelOptions, PRESETS, type PresetName } from './presets.ts';

/** Options to change, from the preset's. What is undefined is not changed. */
export type TrainModelOptions = Partial<ModelOptions> & {
  /** `default` by default. */
  readonly preset?: PresetName;
  /** Adds mood units to the windows, see `moodLabelling`; none by default. */
  readonly moods?: MoodLabelling | undefined;
  /** What computes, to the same bytes; plain kernels by default. `harmonium-rbm/lanes` has faster ones. */
  readonly kernels?: Kernels | undefined;
};

/** A model file stores the seed in its header, which is limited to 64 KiB. */
export const LONGEST_SEED = 4096;

/** The least and the most share of the songs that is held out. */
export const HELD_OUT_RANGE: readonly [number, number] = [0, 0.9];

/**
 * The preset's options, with what was given in their place; grid and pitches are those of the rolls. All of them are
 * checked but the seed, which `seedState` checks.
 *
 * @param first - a roll: all are alike
 * @throws {HarmoniumError} `option-range` naming the option
 */
export function modelOptions(preset: PresetName, given: TrainModelOptions, first: PianoRoll): ModelOptions {
  checkChoice('preset', preset, Object.keys(PRESETS));
  const chosen = Object.entries(given).filter(([name, value]) => name in PRESETS[preset] && value !== undefined);
  const { grid, pitches } = first;
  const options: ModelOptions = { ...PRESETS[preset], grid, pitches, ...Object.fromEntries(chosen) };
  checkOptions(options);
  checkChoice('grid', options.grid, [grid]);
  checkPitches(options.pitches);
  for (const name of ['low', 'high'] as const) checkChoice(`pitches.${name}`, options.pitches[name], [pitches[name]]);
  return options;
}

function checkOptions(options: ModelOptions): void {
  checkTraining(options);
  const { seed, heldOut, windows } = options;
  checkInteger('seed.length', String(seed).length, 0, LONGEST_SEED);
  const { steps, tempo } = MODEL_RANGES;
  checkEach(checkInteger, options, { steps, stride: steps, hidden: [1, MOST_HIDDEN] });
  checkEach(checkNumber, options, { tempo, weightMean: [-100, 100], weightDeviation: [0, 100] });
  checkBoolean('dataBiases', options.dataBiases);
  checkChoice('transpose', options.transpose, ['none', 'to-c', 'all-keys']);
  checkChoice('windows', windows, ['all', 'article']);
  if (heldOut !== 'first-windows') checkNumber('heldOut', heldOut, ...HELD_OUT_RANGE);
  if (windows === 'all') return;
  for (const name of ['steps', 'stride'] as const) {
    if (options[name] !== ARTICLE_STEPS) refuse(name, `${ARTICLE_STEPS} for the article's windows`, options[name]);
  }
}
