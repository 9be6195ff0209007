/**
 * Finding the free cells of a sheet from many windows at once: each cell's probability is a mean over all windows it is in.
 *
 * @module
 */
import { runClampedChain } from '../rbm/clamp.ts';
import { runLadder } from '../rbm/ladder.ts';
import { chooseCells } from './choose-cells.ts';
import { addProbabilities, longestNote } from './draw-windows.ts';
import type { Sheet } from './sheet.ts';
import { type Draw, startChain, windowClamp } from './window-chain.ts';

/** Gibbs steps from one look at the probabilities to the next: neighbours tell much the same. */
const EVERY = 3;

/**
 * Finds the free cells of all steps. Windows begin at every quarter note, so that a cell is in four of them as a rule; each
 * runs `gibbs` steps, and then as many again over which the probabilities are averaged. Given notes are held throughout,
 * found ones are not: every window judges for itself, and what they agree on sounds.
 */
export function drawFromMeans(draw: Draw, sheet: Sheet): void {
  const { steps, grid, rbm } = draw.model;
  const { width } = sheet;
  const sums = new Float64Array(sheet.steps * width);
  const looks = new Uint32Array(sheet.steps);
  const window = new Float64Array(rbm.visible);
  const times = Math.ceil(draw.gibbs / EVERY);
  for (let from = 0; from === 0 || from + steps - grid < sheet.steps; from += grid) {
    const clamp = windowClamp(draw, sheet, from);
    const chain = startChain(draw, from);
    runLadder(chain, draw.ladder, clamp, draw.gibbs);
    window.fill(0);
    for (let n = 0; n < times; n++) {
      runClampedChain(chain, draw.sampler, clamp, EVERY);
      addProbabilities(window, draw, chain.hidden, clamp);
    }
    const to = Math.min(sheet.steps, from + steps);
    for (let step = from; step < to; step++) looks[step] = (looks[step] ?? 0) + times;
    for (let cell = from * width; cell < to * width; cell++) {
      sums[cell] = (sums[cell] ?? 0) + (window[cell - from * width] ?? 0);
    }
  }
  for (let cell = 0; cell < sums.length; cell++) {
    sums[cell] = (sums[cell] ?? 0) / (looks[Math.floor(cell / width)] ?? 1);
  }
  chooseCells(sheet, 0, sheet.steps, sums, draw.density, 'by-step', longestNote(draw.model));
}
