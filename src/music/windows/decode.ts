/**
 * From a chain's state to notes.
 *
 * @module
 */
import type { Model } from '../../model/model.ts';
import { visibleInput } from '../../rbm/kernels/visible-input.ts';
import type { ActiveUnits } from '../../rbm/sampling/active-units.ts';
import { bitsPerStep, pitchCount } from '../../roll/roll-shape.ts';
import { chooseByPolyphony } from './polyphony.ts';
import { chooseTopK } from './top-k.ts';

/**
 * Lists the likeliest cells of a window, given the hidden units from which its last sample was drawn.
 *
 * A sample scatters: of forty cells that are on with probability 1/40 each, one sounds, somewhere. Here as many cells sound
 * as a sample would have on average, but those of the highest probability: see `music/windows/top-k`. On the bundled corpus .74
 * of the sounding steps are chords so, and .65 in raw samples.
 *
 * @param active - shape [≥ cells], overwritten: the cells that are on, ascending
 * @param hidden - the hidden units that are on
 * @param quantile - 0–1: the number of notes at each step is this quantile of its distribution, see `polyphonyAt`; by default it is
 * not fixed
 * @returns how many are on
 */
export function topKCells(
  active: Uint32Array,
  model: Model,
  hidden: ActiveUnits,
  temperature: number,
  quantile?: number,
): number {
  const { rbm, steps } = model;
  const cells = steps * bitsPerStep(model.pitches);
  const input = new Float64Array(cells);
  visibleInput(input, hidden.active, hidden.count, rbm.w, rbm.bv, rbm.hidden);
  // One multiplication by 1 / T, as in sampling, so that both mean the same probability.
  const pitches = pitchCount(model.pitches);
  if (quantile === undefined) return chooseTopK(active, input, cells, pitches, 1 / temperature);
  return chooseByPolyphony(active, input, pitches, 1 / temperature, model.training.polyphony ?? [], quantile);
}
