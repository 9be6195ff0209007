/**
 * Finding the free cells of a sheet from many windows at once, by what they agree on.
 *
 * @module
 */
import { asPart, type InParts } from '../../in-parts.ts';
import { runClampedChain } from '../../rbm/sampling/clamp.ts';
import { runLadderInParts } from '../../rbm/sampling/ladder.ts';
import { chooseStruck, newNoteCount, strikeAgain } from './choose-cells.ts';
import { classesOf, consensusPitches, type Look, lookAt } from './consensus-step.ts';
import { addProbabilities, longestNote } from './draw-windows.ts';
import type { Sheet } from './masked-roll.ts';
import { type Draw, startChain, windowClamp } from './window-chain.ts';

/** Gibbs steps from one look at the probabilities to the next: neighbours tell much the same. */
const EVERY = 6;

/**
 * Finds the free cells of all steps. Windows begin at every quarter note, so that a step is in four of them as a rule. Each
 * runs a quarter of its Gibbs steps to forget its start, and is looked at during the rest. Given notes are held throughout, found
 * ones are not: every window judges for itself, and what they agree on sounds.
 */
export function* drawConsensus(draw: Draw, sheet: Sheet): InParts<void> {
  const { steps, grid, rbm, pitches: range } = draw.model;
  const { width } = sheet;
  const pitches = width / 2;
  const struck = new Float32Array(sheet.steps * width);
  const looks: Look[][] = Array.from({ length: sheet.steps }, () => []);
  const counts = new Float64Array(sheet.steps);
  const probability = new Float64Array(rbm.visible);
  const chances = new Float64Array(draw.polyphony.length);
  const forget = draw.gibbs >>> 2;
  const times = Math.ceil((draw.gibbs - forget) / EVERY);
  for (let from = 0; from === 0 || from + steps - grid < sheet.steps; from += grid) {
    if (!sheet.given.subarray(from * width, (from + steps) * width).includes(0)) continue;
    const clamp = windowClamp(draw, sheet, from);
    const chain = startChain(draw, from, clamp);
    yield* asPart(runLadderInParts(chain, draw.ladder, clamp, forget), from / sheet.steps, from / sheet.steps);
    const to = Math.min(sheet.steps, from + steps);
    for (let n = 0; n < times; n++) {
      runClampedChain(chain, draw.sampler, clamp, EVERY);
      yield from / sheet.steps;
      addProbabilities(probability.fill(0), draw, chain.hidden, clamp);
      const usual = heldSum(probability, 0, steps * width, width) / steps;
      for (let step = from; step < to; step++) {
        const first = (step - from) * width;
        looks[step]?.push(lookAt(probability, first, pitches, range.low, clamp.isHeld));
        const count =
          draw.polyphony.length > 0
            ? newNoteCount(sheet, step, probability, first, draw.polyphony, chances)
            : // Half by what the step's own cells say, half by what is usual around it.
              (heldSum(probability, first, first + width, width) + usual) / 2;
        counts[step] = (counts[step] ?? 0) + count;
        for (let cell = first + pitches; cell < first + width; cell++) {
          const at = from * width + cell;
          struck[at] = (struck[at] ?? 0) + (probability[cell] ?? 0);
        }
      }
    }
    // No later window looks at these.
    for (let step = from; step < Math.min(sheet.steps, from + grid); step++) settle(step);
  }
  for (const [step] of looks.entries()) settle(step);
  chooseStruck(sheet, 0, sheet.steps, struck, draw.density);
  strikeAgain(sheet, 0, sheet.steps, longestNote(draw.model));

  /** Decides which notes sound at a step. */
  function settle(step: number): void {
    const seen = looks[step] ?? [];
    if (seen.length === 0) return;
    const held = step * width;
    const given: number[] = [];
    for (let n = 0; n < pitches; n++) {
      const cell = held + n;
      if (sheet.given[cell] === 0) sheet.on[cell] = 0;
      else if (sheet.on[cell] === 1) given.push(range.low + n);
      struck[cell + pitches] = (struck[cell + pitches] ?? 0) / seen.length;
    }
    const count = Math.round((draw.density * (counts[step] ?? 0)) / seen.length);
    for (const pitch of consensusPitches(seen, count, classesOf(given))) sheet.on[held + pitch - range.low] = 1;
    looks[step] = [];
  }
}

/** The sum over held cells; those of held units are 0. */
function heldSum(probability: Float64Array, from: number, to: number, width: number): number {
  let sum = 0;
  for (let cell = from; cell < to; cell++) if (cell % width < width / 2) sum += probability[cell] ?? 0;
  return sum;
}
