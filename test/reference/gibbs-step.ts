/**
 * One Gibbs step on arrays of 0 and 1: all hidden units given the visible ones, then all visible ones given those.
 *
 * @module
 */
import type { Rbm, Reals } from '../../src/rbm/rbm.ts';
import { denseHiddenInput } from './hidden-input.ts';
import { denseSample } from './sample.ts';
import { denseVisibleInput } from './visible-input.ts';

/** The state [v, h] after a step from `v`. */
export function denseGibbsStep(
  rbm: Rbm<Reals>,
  v: readonly number[],
  uniformsHidden: ArrayLike<number>,
  uniformsVisible: ArrayLike<number>,
  temperature = 1,
): [number[], number[]] {
  const h = denseSample(denseHiddenInput(rbm, v), uniformsHidden, 1 / temperature);
  return [denseSample(denseVisibleInput(rbm, h), uniformsVisible, 1 / temperature), h];
}
