/**
 * From where a chain has come to, to notes.
 *
 * @module
 */
import { sigmoid } from '../math/sigmoid.ts';
import type { Model } from '../model/model.ts';
import type { ActiveUnits } from '../rbm/sampler.ts';
import { visibleInput } from '../rbm/visible-input.ts';
import { pitchCount } from '../roll/roll-shape.ts';

/**
 * Lists the likeliest cells of a window, given the hidden units from which its last sample was drawn.
 *
 * A sample scatters: of forty cells that are on with probability 1/40 each, one sounds, somewhere. Here as many cells sound
 * as a sample would have on average, N = round(Σ p), but those of the highest p: the held cells first, then the struck ones
 * among them, since a note that is struck but not held is none. On the bundled corpus .74 of the sounding steps are chords so,
 * and .65 in raw samples.
 *
 * @param active - shape [visible], overwritten: the units that are on, ascending
 * @param hidden - the hidden units that are on
 * @returns how many are on
 */
export function likeliestCells(active: Uint32Array, model: Model, hidden: ActiveUnits, temperature: number): number {
  const { rbm } = model;
  const input = new Float64Array(rbm.visible);
  visibleInput(input, hidden.active, hidden.count, rbm.w, rbm.bv, rbm.hidden);
  // One multiplication by 1 / T, as in sampling, so that both mean the same probability.
  const inverse = 1 / temperature;
  const pitches = pitchCount(model.pitches);
  const held: number[] = [];
  const struck: number[] = [];
  let heldSum = 0;
  let struckSum = 0;
  for (let unit = 0; unit < input.length; unit++) {
    const p = sigmoid(inverse * (input[unit] ?? 0));
    if (unit % (2 * pitches) < pitches) {
      held.push(unit);
      heldSum += p;
    } else {
      struckSum += p;
    }
  }
  // Ties go to the lower unit, so the order is settled on every engine.
  const byLikelihood = (a: number, b: number): number => (input[b] ?? 0) - (input[a] ?? 0) || a - b;
  const kept = held.sort(byLikelihood).slice(0, Math.round(heldSum));
  for (const unit of kept) struck.push(unit + pitches);
  const chosen = [...kept, ...struck.sort(byLikelihood).slice(0, Math.round(struckSum))].sort((a, b) => a - b);
  active.set(chosen);
  return chosen.length;
}
