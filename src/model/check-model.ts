/**
 * Is a model one that can be played and kept?
 *
 * @module
 */
import { checkArray, checkEach, checkInteger, checkLength, checkNumber, checkObject, refuse } from '../check.ts';
import { HarmoniumError } from '../error.ts';
import { TEMPO_RANGE } from '../midi/tempo.ts';
import { MOST_HIDDEN, MOST_VISIBLE, PARAMETERS } from '../rbm/rbm.ts';
import { bitsPerStep, checkPitches } from '../roll/roll-shape.ts';
import type { Model } from './model.ts';

/** The most chains that a model keeps. */
export const MOST_CHAINS: number = 32767;

/** The least and the most that each number of a model may be. */
export const MODEL_RANGES: Readonly<Record<'steps' | 'grid' | 'low' | 'high' | 'tempo', readonly [number, number]>> = {
  steps: [1, 1024],
  grid: [1, 96],
  low: [0, 127],
  high: [0, 127],
  tempo: TEMPO_RANGE,
};

/**
 * Checks every number of a model, and that its machine has as many units as its windows have bits.
 *
 * @throws {HarmoniumError} `option-range`, `length` or `model-weights` with the field's name
 */
export function checkModel(model: Model): void {
  checkObject('model', model, 'a model');
  const { rbm, steps, pitches, tempo, training, chains } = model;
  checkObject('rbm', rbm, 'a machine');
  checkPitches(pitches);
  checkObject('training', training, 'an object of texts');
  for (const [name, text] of Object.entries(training)) {
    if (typeof text !== 'string') refuse(`training.${name}`, 'a text', text);
  }
  checkEach(checkInteger, model, { steps: MODEL_RANGES.steps, grid: MODEL_RANGES.grid });
  checkNumber('tempo', tempo, ...MODEL_RANGES.tempo);
  checkEach(checkInteger, rbm, { visible: [1, MOST_VISIBLE], hidden: [1, MOST_HIDDEN] });
  for (const name of PARAMETERS) checkArray(name, rbm[name], 'Float32Array');
  checkLength('bv', rbm.bv, steps * bitsPerStep(pitches));
  checkLength('bv', rbm.bv, rbm.visible);
  checkLength('bh', rbm.bh, rbm.hidden);
  checkLength('w', rbm.w, rbm.visible * rbm.hidden);
  for (const name of PARAMETERS) checkFinite(name, rbm[name]);
  if (chains === undefined) return;
  checkInteger('chains', chains.starts.length, 1, MOST_CHAINS);
  checkInteger('chains.columns', chains.columns, rbm.visible, rbm.visible);
  for (const start of chains.starts) checkInteger('chains.starts', start, 0, 32 * chains.bits.length - rbm.visible);
}

/**
 * Fails with `model-weights` unless all numbers are finite: a NaN would be taken for a unit that never fires, which is music
 * but not the model's.
 */
export function checkFinite(name: string, values: ArrayLike<number>): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k] ?? 0;
    if (value - value === 0) continue;
    throw new HarmoniumError('model-weights', `${name}[${k}]`, {
      expected: 'a finite number',
      got: String(value),
      option: name,
    });
  }
}
