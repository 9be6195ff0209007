/**
 * A machine's weights as ndarrays that share its memory.
 *
 * @module
 */
import ndarray, { type NdArray } from 'ndarray';
import { checkLength } from '../check.ts';
import { visibleUnits } from '../model/check-model.ts';
import type { Model } from '../model/model.ts';
import type { Rbm } from '../rbm/rbm.ts';
import { pitchCount } from '../roll/roll-shape.ts';

/**
 * The weights, shape [visible, hidden]. A view: writing to it changes the machine.
 *
 * @throws {HarmoniumError} `length` if `w` is not visible · hidden
 */
export function weightsView(rbm: Rbm): NdArray<Float32Array> {
  checkLength('w', rbm.w, rbm.visible * rbm.hidden);
  return ndarray(rbm.w, [rbm.visible, rbm.hidden]);
}

/**
 * The receptive field of each hidden unit as a piano roll of weights: shape [hidden, steps, 2, pitches], held before struck.
 *
 * A view: the weights are stored as [steps, 2, pitches, hidden], and only the strides are permuted. Those of mood units, which follow,
 * are left out.
 *
 * @throws {HarmoniumError} `length` if the window's cells and the mood units are not as many as the visible units
 */
export function receptiveFields(model: Model): NdArray<Float32Array> {
  const { rbm, steps, pitches } = model;
  const { hidden } = rbm;
  const count = pitchCount(pitches);
  checkLength('w', rbm.w, visibleUnits(model) * hidden);
  return ndarray(rbm.w, [hidden, steps, 2, count], [1, 2 * count * hidden, count * hidden, hidden]);
}
