/**
 * Checks of a model that a caller passes.
 *
 * @module
 */
import { checkEach, checkInteger, checkLength, checkList, checkNumber, checkObject } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { TEMPO_RANGE } from '../midi/tempo.ts';
import { checkRbm } from '../rbm/rbm.ts';
import type { PianoRoll } from '../roll/piano-roll.ts';
import { bitsPerStep, checkPitches, checkRoll, GRID_RANGE } from '../roll/roll-shape.ts';
import type { Model } from './model.ts';

/** The most chains that a model keeps. */
export const MOST_CHAINS: number = 32767;

/** The range of each number of a model, both ends included. */
export const MODEL_RANGES: Readonly<Record<'steps' | 'grid' | 'low' | 'high' | 'tempo', readonly [number, number]>> = {
  steps: [1, 1024],
  grid: GRID_RANGE,
  low: [0, 127],
  high: [0, 127],
  tempo: TEMPO_RANGE,
};

/** The number of mood units in a model file, as text; anything else means that there are none. */
export const MOOD_UNITS: RegExp = /^[1-9]\d{0,4}$/;

/**
 * Checks every number of a model, and that its machine has as many units as its windows have bits.
 *
 * @throws {HarmoniumError} `option-range`, `length` or `model-weights` with the field's name
 */
export function checkModel(model: Model): void {
  checkObject('model', model, 'a model');
  const { rbm, pitches, training, chains } = model;
  checkPitches(pitches);
  checkObject('training', training, 'a record of a training');
  for (const name of ['keys', 'polyphony'] as const) checkList(`training.${name}`, training[name] ?? []);
  const { steps, grid, tempo } = MODEL_RANGES;
  checkEach(checkInteger, model, { steps, grid });
  checkEach(checkNumber, model, { tempo });
  checkRbm(rbm);
  checkLength('bv', rbm.bv, visibleUnits(model));
  if (chains === undefined) return;
  checkInteger('chains', chains.starts.length, 1, MOST_CHAINS);
  checkInteger('chains.columns', chains.columns, rbm.visible, rbm.visible);
  for (const start of chains.starts) checkInteger('chains.starts', start, 0, 32 * chains.bits.length - rbm.visible);
}

/** How many visible units the machine of a model has: those of its window, then its mood units. */
export function visibleUnits({ steps, pitches, training }: Omit<Model, 'rbm'>): number {
  return steps * bitsPerStep(pitches) + Math.max(0, training.moodUnits ?? 0);
}

/**
 * Fails unless a roll has a model's grid and pitches.
 *
 * @throws {HarmoniumError} `roll-shape`; `option-range` or `length` for an invalid roll
 */
export function checkModelRoll(name: string, { grid, pitches }: Model, roll: PianoRoll): void {
  checkRoll(name, roll);
  if (roll.grid === grid && roll.pitches.low === pitches.low && roll.pitches.high === pitches.high) return;
  throw new HarmoniumError('roll-shape', `${name}: the music does not fit the model`, {
    expected: `${grid} steps a quarter note, pitches ${pitches.low}-${pitches.high}`,
    got: `${roll.grid} steps a quarter note, pitches ${roll.pitches.low}-${roll.pitches.high}`,
    option: name,
  });
}
