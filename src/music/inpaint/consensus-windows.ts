/**
 * Sampling the free cells of a masked roll from overlapping windows, by consensus.
 *
 * @module
 */
import { asPart, type InParts } from '../../in-parts.ts';
import { runClampedChain } from '../../rbm/sampling/clamp.ts';
import { runLadderInParts } from '../../rbm/sampling/ladder.ts';
import { chooseStruck, freeNoteCount, strikeAgain } from './choose-cells.ts';
import { type Ballot, castBallot, classesOf, consensusPitches } from './consensus-step.ts';
import type { MaskedRoll } from './masked-roll.ts';
import { addProbabilities, longestNote } from './sample-windows.ts';
import { startChain, type WindowSampler, windowClamp } from './window-chain.ts';

/** Gibbs steps between two ballots of a chain: consecutive samples are too alike. */
const STEPS_PER_BALLOT = 6;

/**
 * Samples the free cells of all steps. A window begins at every quarter note, so most steps lie in several windows. Each
 * window's chain uses a quarter of its Gibbs steps as burn-in and casts ballots during the rest. Only observed cells are clamped:
 * windows are sampled independently of each other, and each step gets the notes that their ballots agree on.
 */
export function* sampleByConsensus(sampler: WindowSampler, masked: MaskedRoll): InParts<void> {
  const { steps, grid, rbm, pitches: range } = sampler.model;
  const { width } = masked;
  const pitches = width / 2;
  const struck = new Float32Array(masked.steps * width);
  const ballots: Ballot[][] = Array.from({ length: masked.steps }, () => []);
  const counts = new Float64Array(masked.steps);
  const probability = new Float64Array(rbm.visible);
  const chances = new Float64Array(sampler.polyphony.length);
  const burnIn = sampler.gibbs >>> 2;
  const ballotCount = Math.ceil((sampler.gibbs - burnIn) / STEPS_PER_BALLOT);
  for (let from = 0; from === 0 || from + steps - grid < masked.steps; from += grid) {
    if (!masked.observed.subarray(from * width, (from + steps) * width).includes(0)) continue;
    const clamp = windowClamp(sampler, masked, from);
    const chain = startChain(sampler, from, clamp);
    yield* asPart(runLadderInParts(chain, sampler.ladder, clamp, burnIn), from / masked.steps, from / masked.steps);
    const to = Math.min(masked.steps, from + steps);
    for (let n = 0; n < ballotCount; n++) {
      runClampedChain(chain, sampler.target, clamp, STEPS_PER_BALLOT);
      yield from / masked.steps;
      addProbabilities(probability.fill(0), sampler, chain.hidden, clamp);
      const average = heldSum(probability, 0, steps * width, width) / steps;
      for (let step = from; step < to; step++) {
        const first = (step - from) * width;
        ballots[step]?.push(castBallot(probability, first, pitches, range.low, clamp.isHeld));
        const count =
          sampler.polyphony.length > 0
            ? freeNoteCount(masked, step, probability, first, sampler.polyphony, chances)
            : // Half from the step's own probabilities, half from the window's average.
              (heldSum(probability, first, first + width, width) + average) / 2;
        counts[step] = (counts[step] ?? 0) + count;
        for (let cell = first + pitches; cell < first + width; cell++) {
          const at = from * width + cell;
          struck[at] = (struck[at] ?? 0) + (probability[cell] ?? 0);
        }
      }
    }
    // No later window covers these steps.
    for (let step = from; step < Math.min(masked.steps, from + grid); step++) settle(step);
  }
  for (const [step] of ballots.entries()) settle(step);
  chooseStruck(masked, 0, masked.steps, struck, sampler.density);
  strikeAgain(masked, 0, masked.steps, longestNote(sampler.model));

  /** Chooses the notes of a step from its ballots. */
  function settle(step: number): void {
    const cast = ballots[step] ?? [];
    if (cast.length === 0) return;
    const held = step * width;
    const sounding: number[] = [];
    for (let n = 0; n < pitches; n++) {
      const cell = held + n;
      if (masked.observed[cell] === 0) masked.on[cell] = 0;
      else if (masked.on[cell] === 1) sounding.push(range.low + n);
      struck[cell + pitches] = (struck[cell + pitches] ?? 0) / cast.length;
    }
    const count = Math.round((sampler.density * (counts[step] ?? 0)) / cast.length);
    for (const pitch of consensusPitches(cast, count, classesOf(sounding))) masked.on[held + pitch - range.low] = 1;
    ballots[step] = [];
  }
}

/** The sum of the probabilities of held cells; those of clamped cells are 0. */
function heldSum(probability: Float64Array, from: number, to: number, width: number): number {
  let sum = 0;
  for (let cell = from; cell < to; cell++) if (cell % width < width / 2) sum += probability[cell] ?? 0;
  return sum;
}
