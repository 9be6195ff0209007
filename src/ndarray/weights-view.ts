/**
 * A machine's weights as ndarrays that share its memory.
 *
 * @module
 */
import ndarray, { type NdArray } from 'ndarray';
import { checkLength } from '../check.ts';
import type { Model } from '../model/model.ts';
import type { Rbm } from '../rbm/rbm.ts';
import { pitchCount } from '../roll/roll-shape.ts';

/** The weights, shape [visible, hidden]. Nothing is copied: to write here is to change the machine. */
export function weightsView(rbm: Rbm): NdArray<Float32Array> {
  checkLength('w', rbm.w, rbm.visible * rbm.hidden);
  return ndarray(rbm.w, [rbm.visible, rbm.hidden]);
}

/**
 * What each hidden unit listens for, as a piano roll of weights: shape [hidden, steps, 2, pitches], held before struck.
 *
 * Nothing is copied. The same weights lie in memory as [steps, 2, pitches, hidden], for these three are the visible
 * units in order; only the strides are told in another order here.
 *
 * @throws {HarmoniumError} `length` if the model's window is not its visible units
 */
export function receptiveFields(model: Model): NdArray<Float32Array> {
  const { rbm, steps, pitches } = model;
  const { hidden } = rbm;
  const count = pitchCount(pitches);
  checkLength('w', rbm.w, steps * 2 * count * hidden);
  return ndarray(rbm.w, [hidden, steps, 2, count], [1, 2 * count * hidden, count * hidden, hidden]);
}
