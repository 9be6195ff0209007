/**
 * From cell probabilities to notes: switches on the most probable free cells of a masked roll.
 *
 * @module
 */

import { polyphonyAt } from '../windows/polyphony.ts';
import type { MaskedRoll } from './masked-roll.ts';

/** The number of notes is the median of its distribution, so that neighbouring windows agree where they meet. */
const MEDIAN = 0.5;

/**
 * Switches on the most probable free cells of the steps [from, to), and all other free cells off.
 *
 * The number of held cells is the sum of their probabilities over all steps, times `density`; in music of constant polyphony
 * it is set step by step. A note is struck where it begins. Further strikes go to the most probable of the steps at which it is
 * still held: in all there are as many strikes as their probabilities sum to, times `density`. A note held for `longest` steps is struck again.
 *
 * @param probability - shape [≥ (to − from) · width], cells from step `from` on; read for free cells only
 * @param density - factor on the number of notes
 * @param polyphony - how many steps of the training music hold 0, 1, 2, … notes; empty if its polyphony is not constant
 */
export function chooseCells(
  masked: MaskedRoll,
  from: number,
  to: number,
  probability: Float64Array,
  density: number,
  longest: number,
  polyphony: readonly number[],
): void {
  if (polyphony.length === 0) chooseHeld(masked, from, to, probability, density);
  else chooseHeldPerStep(masked, from, to, probability, density, polyphony);
  chooseStruck(masked, from, to, probability, density);
  strikeAgain(masked, from, to, longest);
}

function chooseHeld(
  { on, observed, width }: MaskedRoll,
  from: number,
  to: number,
  probability: Float64Array,
  density: number,
): void {
  const base = from * width;
  const cells: number[] = [];
  let sum = 0;
  for (let step = from; step < to; step++) {
    for (let cell = step * width; cell < step * width + width / 2; cell++) {
      if (observed[cell] === 1) continue;
      on[cell] = 0;
      cells.push(cell);
      sum += probability[cell - base] ?? 0;
    }
  }
  for (const cell of mostProbable(cells, probability, base, Math.round(density * sum))) on[cell] = 1;
}

/** Sets the number of held cells step by step: the music's polyphony less the observed notes. */
function chooseHeldPerStep(
  masked: MaskedRoll,
  from: number,
  to: number,
  probability: Float64Array,
  density: number,
  polyphony: readonly number[],
): void {
  const { on, observed, width } = masked;
  const chances = new Float64Array(polyphony.length);
  const base = from * width;
  for (let step = from; step < to; step++) {
    const cells: number[] = [];
    for (let cell = step * width; cell < step * width + width / 2; cell++) {
      if (observed[cell] === 1) continue;
      on[cell] = 0;
      cells.push(cell);
    }
    if (cells.length === 0) continue;
    const count = freeNoteCount(masked, step, probability, step * width - base, polyphony, chances);
    for (const cell of mostProbable(cells, probability, base, Math.round(density * count))) on[cell] = 1;
  }
}

/**
 * How many free notes sound at a step, in music of constant polyphony: the number `polyphonyAt` gives, less the observed notes.
 *
 * @param first - index in `probability` of the step's first cell
 * @param chances - same shape as `polyphony`, overwritten
 */
export function freeNoteCount(
  { on, observed, width }: MaskedRoll,
  step: number,
  probability: Float64Array,
  first: number,
  polyphony: readonly number[],
  chances: Float64Array,
): number {
  const pitches = width / 2;
  const settled = new Float64Array(pitches);
  let sounding = 0;
  for (let n = 0; n < pitches; n++) {
    const cell = step * width + n;
    const isObserved = observed[cell] === 1;
    settled[n] = isObserved ? (on[cell] ?? 0) : (probability[first + n] ?? 0);
    if (isObserved && on[cell] === 1) sounding++;
  }
  return Math.max(0, polyphonyAt(settled, 0, pitches, polyphony, MEDIAN, chances) - sounding);
}

/** Decides where held notes are struck, among free cells: where they begin, and again where that is most probable. */
export function chooseStruck(
  { on, observed, width }: MaskedRoll,
  from: number,
  to: number,
  probability: Float64Array | Float32Array,
  density: number,
): void {
  const base = from * width;
  const heldOn: number[] = [];
  let sum = 0;
  let begun = 0;
  for (let step = from; step < to; step++) {
    for (let held = step * width; held < step * width + width / 2; held++) {
      const struck = held + width / 2;
      if (observed[struck] === 1) continue;
      sum += probability[struck - base] ?? 0;
      const begins = on[held] === 1 && (step === 0 || on[held - width] === 0);
      on[struck] = begins ? 1 : 0;
      if (begins) begun++;
      else if (on[held] === 1) heldOn.push(struck);
    }
  }
  for (const cell of mostProbable(heldOn, probability, base, Math.round(density * sum) - begun)) on[cell] = 1;
}

/** The `count` most probable of some cells; ties go to the earlier cell, so that every engine chooses the same. */
function mostProbable(
  cells: readonly number[],
  probability: Float64Array | Float32Array,
  base: number,
  count: number,
): number[] {
  if (count <= 0) return [];
  const of = (cell: number): number => probability[cell - base] ?? 0;
  // Sorting plain numbers is ten times as fast as sorting cells with a comparator.
  const threshold = Float64Array.from(cells, of).sort()[cells.length - count] ?? -1;
  let ties = count;
  for (const cell of cells) if (of(cell) > threshold) ties--;
  return cells.filter((cell) => of(cell) > threshold || (of(cell) === threshold && ties-- > 0));
}

/** Strikes notes again that have been held for `longest` steps. */
export function strikeAgain({ on, observed, width }: MaskedRoll, from: number, to: number, longest: number): void {
  for (let step = Math.max(longest, from); step < to; step++) {
    for (let held = step * width; held < step * width + width / 2; held++) {
      const struck = held + width / 2;
      if (observed[struck] === 1 || on[held] === 0) continue;
      let length = 0;
      while (length < longest && on[struck - length * width] === 0) length++;
      if (length === longest) on[struck] = 1;
    }
  }
}
