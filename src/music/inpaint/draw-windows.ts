/**
 * Finding the free cells of a sheet, window after window.
 *
 * @module
 */
import { asPart, type InParts } from '../../in-parts.ts';
import { sigmoid } from '../../math/functions/sigmoid.ts';
import type { Model } from '../../model/model.ts';
import { visibleInput } from '../../rbm/kernels/visible-input.ts';
import type { Clamp } from '../../rbm/sampling/clamp.ts';
import { runLadderInParts } from '../../rbm/sampling/ladder.ts';
import type { ActiveUnits } from '../../rbm/sampling/sampler.ts';
import { chooseCells } from './choose-cells.ts';
import { giveSteps, type Sheet } from './masked-roll.ts';
import { type Draw, startChain, windowClamp } from './window-chain.ts';

/** How often a chain goes on when it found nothing but silence. */
const MOST_TRIES = 4;

/** Steps from one window to the next: half a window, in whole quarter notes where it has more than one. */
export function advanceOf({ steps, grid }: Pick<Model, 'steps' | 'grid'>): number {
  const half = Math.ceil(steps / 2);
  const whole = Math.ceil(half / grid) * grid;
  return whole < steps ? whole : half;
}

/**
 * Finds the free cells of the steps from `from` up to but not including `to` and makes them given. Each window begins with
 * what is there already, half of it as a rule, and sees what is given behind.
 */
export function* drawOn(draw: Draw, sheet: Sheet, from: number, to: number): InParts<void> {
  const { steps } = draw.model;
  const past = steps - advanceOf(draw.model);
  for (let at = from; at < to; ) {
    const start = Math.max(0, at - past);
    const end = Math.min(to, start + steps);
    yield* asPart(drawWindow(draw, sheet, start, at), (at - from) / (to - from), (end - from) / (to - from));
    giveSteps(sheet, at, end, 1);
    at = end;
  }
}

/** The longest note that is not a drone, in steps: two windows. */
export function longestNote({ steps }: Model): number {
  return 2 * steps;
}

/**
 * Finds the free cells of the window from step `from` on; they stay free.
 *
 * @param index - of the window's chain, see `startChain`
 * @param isSecond - as there
 */
export function* drawWindow(
  draw: Draw,
  sheet: Sheet,
  from: number,
  index: number,
  isSecond: boolean = false,
): InParts<void> {
  const clamp = windowClamp(draw, sheet, from);
  const chain = startChain(draw, index, clamp, isSecond);
  const to = Math.min(sheet.steps, from + draw.model.steps);
  const probability = new Float64Array(draw.model.rbm.visible);
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    yield* asPart(
      runLadderInParts(chain, draw.ladder, clamp, draw.gibbs),
      tries / MOST_TRIES,
      (tries + 1) / MOST_TRIES,
    );
    addProbabilities(probability.fill(0), draw, chain.hidden, clamp);
    chooseCells(sheet, from, to, probability, draw.density, longestNote(draw.model), draw.polyphony);
    if (soundsWhereFree(sheet, from, to)) return;
  }
}

/** Adds to `sum` (shape [visible]) the probability of each free unit, given the hidden ones. */
export function addProbabilities(sum: Float64Array, draw: Draw, hidden: ActiveUnits, { isHeld }: Clamp): void {
  const { rbm } = draw.model;
  // One multiplication by 1 / T, as in sampling, so that both mean the same probability.
  const inverse = 1 / draw.temperature;
  const input = new Float64Array(rbm.visible);
  visibleInput(input, hidden.active, hidden.count, rbm.w, rbm.bv, rbm.hidden);
  for (let unit = 0; unit < sum.length; unit++) {
    if (isHeld[unit] === 1) continue;
    sum[unit] = (sum[unit] ?? 0) + sigmoid(inverse * (input[unit] ?? 0));
  }
}

/** Whether a free cell is on, or there is none. */
function soundsWhereFree({ on, given, width }: Sheet, from: number, to: number): boolean {
  let free = false;
  for (let cell = from * width; cell < to * width; cell++) {
    if (given[cell] === 1) continue;
    if (on[cell] === 1) return true;
    free = true;
  }
  return !free;
}
