/**
 * Sampling the free cells of a masked roll, window after window.
 *
 * @module
 */
import { asPart, type InParts } from '../../in-parts.ts';
import { sigmoid } from '../../math/functions/sigmoid.ts';
import type { Model } from '../../model/model.ts';
import { visibleInput } from '../../rbm/kernels/visible-input.ts';
import type { ActiveUnits } from '../../rbm/sampling/active-units.ts';
import type { Clamp } from '../../rbm/sampling/clamp.ts';
import { runLadderInParts } from '../../rbm/sampling/ladder.ts';
import { chooseCells } from './choose-cells.ts';
import { type MaskedRoll, setObserved } from './masked-roll.ts';
import { startChain, type WindowSampler, windowClamp } from './window-chain.ts';

/** How many times the ladder is run while the result is silence. */
const MAX_RUNS = 4;

/** Steps from one window to the next: half a window, rounded up to whole quarter notes if that is less than a window. */
export function advanceOf({ steps, grid }: Pick<Model, 'steps' | 'grid'>): number {
  const half = Math.ceil(steps / 2);
  const whole = Math.ceil(half / grid) * grid;
  return whole < steps ? whole : half;
}

/**
 * Samples the free cells of the steps [from, to) and marks them observed. About half of each window is music that is already
 * there, as context before the new steps; observed cells after them are clamped too.
 */
export function* sampleSteps(sampler: WindowSampler, masked: MaskedRoll, from: number, to: number): InParts<void> {
  const { steps } = sampler.model;
  const context = steps - advanceOf(sampler.model);
  for (let at = from; at < to; ) {
    const start = Math.max(0, at - context);
    const end = Math.min(to, start + steps);
    yield* asPart(sampleWindow(sampler, masked, start, at), (at - from) / (to - from), (end - from) / (to - from));
    setObserved(masked, at, end, 1);
    at = end;
  }
}

/** Maximum length of a note in steps, two windows: longer ones are taken for drones. */
export function longestNote({ steps }: Model): number {
  return 2 * steps;
}

/**
 * Samples the free cells of the window that begins at step `from`; they stay free.
 *
 * @param index - of the window's chain, see `startChain`
 * @param isRefill - see `startChain`
 */
export function* sampleWindow(
  sampler: WindowSampler,
  masked: MaskedRoll,
  from: number,
  index: number,
  isRefill: boolean = false,
): InParts<void> {
  const clamp = windowClamp(sampler, masked, from);
  const chain = startChain(sampler, index, clamp, isRefill);
  const to = Math.min(masked.steps, from + sampler.model.steps);
  const probability = new Float64Array(sampler.model.rbm.visible);
  for (let run = 0; run < MAX_RUNS; run++) {
    yield* asPart(runLadderInParts(chain, sampler.ladder, clamp, sampler.gibbs), run / MAX_RUNS, (run + 1) / MAX_RUNS);
    addProbabilities(probability.fill(0), sampler, chain.hidden, clamp);
    chooseCells(masked, from, to, probability, sampler.density, longestNote(sampler.model), sampler.polyphony);
    if (soundsWhereFree(masked, from, to)) return;
  }
}

/** Adds to `sum` (shape [visible]) p(on | hidden) of each free unit. */
export function addProbabilities(
  sum: Float64Array,
  sampler: WindowSampler,
  hidden: ActiveUnits,
  { isHeld }: Clamp,
): void {
  const { rbm } = sampler.model;
  // One multiplication by 1 / T, as in the sampler, so that both compute the same probability.
  const inverse = 1 / sampler.temperature;
  const input = new Float64Array(rbm.visible);
  visibleInput(input, hidden.active, hidden.count, rbm.w, rbm.bv, rbm.hidden);
  for (let unit = 0; unit < sum.length; unit++) {
    if (isHeld[unit] === 1) continue;
    sum[unit] = (sum[unit] ?? 0) + sigmoid(inverse * (input[unit] ?? 0));
  }
}

/** Whether any free cell is on, or no cell is free. */
function soundsWhereFree({ on, observed, width }: MaskedRoll, from: number, to: number): boolean {
  let free = false;
  for (let cell = from * width; cell < to * width; cell++) {
    if (observed[cell] === 1) continue;
    if (on[cell] === 1) return true;
    free = true;
  }
  return !free;
}
